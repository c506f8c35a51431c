"""What the words mean: pure rules and frozen values. Standard library only; the day is always passed in."""
