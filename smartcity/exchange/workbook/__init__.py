"""The workbook of the plan: its layout, the import of what people make of it, export and templates."""
