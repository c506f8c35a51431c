"""Reports: what is owed, drafted, checked and sent, and what waits for a verifier."""
