"""What measures, generates and maintains the product without being part of it."""
