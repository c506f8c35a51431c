"""What can be changed: check role, check draft, change rows, append the ledger. Never commits."""
