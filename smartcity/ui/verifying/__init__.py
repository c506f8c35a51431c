"""The verifier's desk: cases, their cards, and the answers to them."""
