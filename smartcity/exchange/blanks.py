"""What is left blank and means something."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smartcity.commands.drafts import Place, Problem
from smartcity.exchange.cells import is_unknown
from smartcity.exchange.headings import Headings
from smartcity.exchange.layout import Sheet
from smartcity.exchange.tables import Line

# By noun: fields whose blank means something unless one of the others is filled, and the sentence that says what.
BLANKS: Mapping[str, Sequence[tuple[str, Sequence[str], str]]] = {
    "indicator": (("agency", (), "import.blank.agency"), ("unit", (), "import.blank.unit")),
    "reading": (("quarter", ("half",), "import.blank.quarter"),),
}


def blanks(sheet: Sheet, heads: Headings, line: Line, values: Mapping[str, Any]) -> Iterator[Problem]:
    """A warning; what could not be read is not blank."""
    for name, others, key in BLANKS.get(sheet.noun, ()):
        at = next((at for at, column in heads.columns.items() if column.field == name), None)
        is_blank = at is None or at >= len(line.cells) or is_unknown(line.cells[at])
        if is_blank and all(values.get(other) is None for other in (name, *others)):
            yield Problem(Place(sheet.title, line.number, name), "", key, is_warning=True)
