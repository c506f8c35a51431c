"""Accounts, sign-ins, passwords and walls: made, opened, ended."""
