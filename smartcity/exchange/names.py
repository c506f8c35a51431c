"""What people call things: codes, names, short names and aliases, each leading to one code."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from smartcity.commands.drafts import DraftRow

CALLED = ("code", "name", "short_name", "alias")
# The ministry's six; real files misspell them ("Smart Enviroment", "smart goverment").
DIMENSIONS = (
    "Smart Governance",
    "Smart Branding",
    "Smart Economy",
    "Smart Living",
    "Smart Society",
    "Smart Environment",
)
NEAR = 0.76
BETWEEN = re.compile(r"(\s*[;/,\n]\s*|\s+dan\s+|\s+&\s+)", re.IGNORECASE)


def spelled(name: str) -> str:
    """The form in which names are compared."""
    return " ".join(name.split()).casefold()


def official_dimension(name: str) -> str:
    """The official name that a dimension's name misspells; the name itself where none is near."""
    official = {spelled(known): known for known in DIMENSIONS}
    near = difflib.get_close_matches(spelled(name), official, n=1, cutoff=NEAR)
    return official[near[0]] if near and spelled(name) not in official else name


class Names:
    """Filled from the plan in force first, then from the file itself."""

    def __init__(self, known: Mapping[str, Iterable[tuple[str, Sequence[str]]]] | None = None) -> None:
        """`known`: by noun, pairs of a code and everything it is called."""
        self._codes: dict[str, dict[str, str]] = {}
        for noun, pairs in (known or {}).items():
            for code, called in pairs:
                self._add(noun, code, called)

    def _add(self, noun: str, code: str, called: Sequence[str]) -> None:
        names = self._codes.setdefault(noun, {})
        for name in (code, *called):
            names.setdefault(spelled(name), code)
        names[spelled(code)] = code

    def learn(self, noun: str, rows: Iterable[DraftRow]) -> None:
        for row in rows:
            code = row.values.get("code")
            if code is None:
                continue
            called = [str(row.values[name]) for name in CALLED if row.values.get(name)]
            self._add(noun, code, [*called, *(row.values.get("aliases") or ())])

    def code(self, noun: str, name: str) -> str | None:
        return self._codes.get(noun, {}).get(spelled(name))

    def near(self, noun: str, name: str) -> str | None:
        """The known name that this one seems to misspell."""
        found = difflib.get_close_matches(spelled(name), self._codes.get(noun, {}), n=1, cutoff=NEAR)
        return found[0] if found else None

    def split(self, noun: str, cell: str) -> tuple[str, ...]:
        """Several names in one cell. Names may hold commas and "dan": the longest known one goes first."""
        return tuple(self._split(noun, BETWEEN.split(cell.strip())))

    def _split(self, noun: str, pieces: list[str]) -> Iterator[str]:
        start = 0
        while start < len(pieces):
            ends = range(len(pieces), start, -2)
            end = next((e for e in ends if self.code(noun, "".join(pieces[start:e]))), start + 1)
            if name := "".join(pieces[start:end]).strip():
                yield name
            start = end + 1
