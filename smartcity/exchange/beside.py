"""Years, quarters or months in columns beside each other, where the layout asks for a row each."""

import re

from smartcity.exchange.body import Body
from smartcity.exchange.cells import is_unknown
from smartcity.exchange.headings import Headings
from smartcity.exchange.layout import Sheet
from smartcity.exchange.letters import plain_width
from smartcity.exchange.spans import LENGTHS, MONTHS

# By noun: the column in which the values of all of them stand.
VALUES = {
    "target": "Target",
    "reading": "Realisasi",
    "budget": "Pagu",
    "budget_realisation": "Realisasi",
    "planned_percent": "Rencana (%)",
    "physical_update": "Realisasi (%)",
}
BEFORE = r"(?:(?:target|realisasi|capaian|pagu|anggaran|rencana|nilai|kondisi|tahun|thn|th|bulan)[\s.:-]*)*"
YEAR = r"(?:19|20)\d{2}"
PART = rf"(?:{'|'.join(sorted(LENGTHS, key=len, reverse=True))})[\s.:-]*(?:iv|i{{1,3}}|[1-4])"
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
TIME = re.compile(rf"{BEFORE}(?:{YEAR}|(?:{PART}|{MONTH})(?:[\s.,/-]*{YEAR})?)(?:\s*\([^)]*\))?")


def beside_each_other(sheet: Sheet, heads: Headings, body: Body) -> tuple[str, ...]:
    """Their headings; none where the column of the values is filled as it is asked."""
    if sheet.noun not in VALUES:
        return ()
    at = next((at for at, column in heads.columns.items() if column.heading == VALUES[sheet.noun]), None)
    filled = at is not None and any(at < len(row.cells) and not is_unknown(row.cells[at]) for row in body.rows)
    in_time = (head for head in heads.other.values() if TIME.fullmatch(plain_width(head).casefold()))
    return () if filled else tuple(in_time)
