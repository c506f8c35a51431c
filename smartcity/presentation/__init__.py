"""Domain values in words, the same on screens and walls: shares, deviations, ages, status chips, headlines."""
