"""Budgets: ceilings, what was realised of them, and money beside work."""
