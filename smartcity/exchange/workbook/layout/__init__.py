"""The workbook, declared: its sheets in order, their headings, what each cell holds. Headings are the file format."""

from smartcity.exchange.workbook.layout.columns import Cell, Column, Sheet, declared, sheet

__all__ = ["REQUIRED_SHEETS", "SHEETS", "SHEET_BY_ENTITY", "Cell", "Column", "Sheet"]

SHEETS = tuple(sheet(entity, **declaration) for entity, declaration in declared("sheets").items())
REQUIRED_SHEETS = ("masterplan", "dimension", "sub_dimension", "agency", "programme", "action_plan", "milestone")
SHEET_BY_ENTITY = {sheet.entity: sheet for sheet in SHEETS}
