"""Rows as domain values, as known at the end of a day or as in force now. Queries and commands both read here."""
