"""What crosses the border: workbooks, the document of figures, downloads, evidence, mail. Knows no database."""
