"""How Streamlit's server is set up: what the plain routes need to know of it, without knowing Streamlit."""

from streamlit import config


def address() -> str | None:
    """Where it listens; None is everywhere."""
    found = config.get_option("server.address")
    return str(found) if found else None
