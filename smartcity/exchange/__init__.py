"""What crosses the border: workbooks in and out. Knows no database."""
