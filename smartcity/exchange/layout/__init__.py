"""The workbook, declared: its sheets in order, their headings, what each cell holds. Headings are the file format."""

from smartcity.exchange.layout.columns import Cell, Column, Sheet
from smartcity.exchange.layout.cycle import CYCLE_SHEETS
from smartcity.exchange.layout.facts import FACT_SHEETS
from smartcity.exchange.layout.outcomes import OUTCOME_SHEETS
from smartcity.exchange.layout.physical import PHYSICAL_SHEETS
from smartcity.exchange.layout.plan import PLAN_SHEETS

__all__ = ["BY_NOUN", "REQUIRED_SHEETS", "SHEETS", "Cell", "Column", "Sheet"]

SHEETS = (*PLAN_SHEETS, *FACT_SHEETS, *PHYSICAL_SHEETS, *OUTCOME_SHEETS, *CYCLE_SHEETS)
REQUIRED_SHEETS = ("masterplan", "dimension", "sub_dimension", "agency", "programme", "action_plan", "milestone")
BY_NOUN = {sheet.noun: sheet for sheet in SHEETS}
