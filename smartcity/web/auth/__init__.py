"""Signing in and out: password, the city's identity provider, reset by mail; the account behind a request."""
