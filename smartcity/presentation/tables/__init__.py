"""Every listing, once: its columns for the screen, the workbook and CSV, a module per subject."""
