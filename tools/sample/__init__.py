"""The sample city, written as a workbook and CSV from hand-written tables: python -m tools.sample."""
