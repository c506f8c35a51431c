"""Program: the card of one, what may be done on it, the table of several."""
