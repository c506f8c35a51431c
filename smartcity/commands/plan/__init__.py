"""The plan changed: imported, edited on a screen, reorganised, re-baselined."""
