"""One code, one row: codes that differ only in what no reader sees (case, width, alphabet, invisible characters) are
refused as doubles."""

from collections.abc import Iterator, Sequence, Set
from typing import Any

from smartcity.commands.drafts import DraftRow, Place, Problem
from smartcity.domain.spelling import comparable, in_latin, looks_like


def doubles(rows: Sequence[DraftRow], stored: Set[Any]) -> Iterator[Problem]:
    """Rows whose code looks like that of another row of the sheet, or like one of `stored`; a warning for a new one in
    letters of another alphabet.

    A code that is stored exactly so is no double: the row is meant that bears it.
    """
    seen: dict[str, DraftRow] = {}
    known = {looks_like(code): code for code in sorted(stored, reverse=True)}
    for row in rows:
        code = row.values.get("code")
        if code is None:
            continue
        form = looks_like(code)
        first = seen.setdefault(form, row)
        if code not in stored:
            yield from _double(row, code, first, known.get(form))


def _double(row: DraftRow, code: str, first: DraftRow, stored: str | None) -> Iterator[Problem]:
    place, other = Place(row.place.sheet, row.place.row, "code"), first.values["code"]
    if other != code:
        yield Problem(place, code, "import.row.alike", {"other": other, "row": first.place.row})
    elif stored is not None:
        yield Problem(place, code, "import.row.alike_stored", {"other": stored})
    elif comparable(code) != looks_like(code):
        yield Problem(place, code, "import.row.other_alphabet", {"latin": in_latin(code)}, is_warning=True)
