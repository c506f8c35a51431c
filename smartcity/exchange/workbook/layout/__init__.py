"""The workbook, declared: its sheets in order, their headings, what each cell holds. Headings are the file format."""

from smartcity.exchange.workbook.layout.columns import Cell, Column, Sheet
from smartcity.exchange.workbook.layout.facts import CYCLE_SHEETS, FACT_SHEETS
from smartcity.exchange.workbook.layout.outcomes import OUTCOME_SHEETS
from smartcity.exchange.workbook.layout.plan import PLAN_SHEETS

__all__ = ["REQUIRED_SHEETS", "SHEETS", "SHEET_BY_ENTITY", "Cell", "Column", "Sheet"]

SHEETS = (*PLAN_SHEETS, *FACT_SHEETS, *OUTCOME_SHEETS, *CYCLE_SHEETS)
REQUIRED_SHEETS = ("masterplan", "dimension", "sub_dimension", "agency", "programme", "action_plan", "milestone")
SHEET_BY_ENTITY = {sheet.entity: sheet for sheet in SHEETS}
