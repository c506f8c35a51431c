"""The monitor of a city's Smart City masterplan."""

__version__ = "0.3.0"
