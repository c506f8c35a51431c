"""Indicators: targets and readings by quarter, and the achievement computed from them."""
