"""Workbooks of Excel (.xlsx), read from their XML: values, number formats, hidden rows; nothing is evaluated."""
