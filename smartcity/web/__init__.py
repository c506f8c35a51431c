"""Plain HTTP: health, compressed static files."""
