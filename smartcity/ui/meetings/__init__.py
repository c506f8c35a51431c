"""Rapat and Arahan: preparing, running, closing a meeting; decisions and the answers to them."""
