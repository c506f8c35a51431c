"""Verifikasi: what waits as cases, their cards, the verdicts on them."""
