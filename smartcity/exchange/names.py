"""What people call things: codes, names, short names and aliases, each leading to one code."""

from collections.abc import Iterable, Mapping, Sequence

from smartcity.commands.drafts import DraftRow

CALLED = ("code", "name", "short_name", "alias")


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
            names.setdefault(name.strip().casefold(), code)
        names[code.casefold()] = code

    def learn(self, noun: str, rows: Iterable[DraftRow]) -> None:
        for row in rows:
            code = row.values.get("code")
            if code is None:
                continue
            called = [str(row.values[name]) for name in CALLED if row.values.get(name)]
            self._add(noun, code, [*called, *(row.values.get("aliases") or ())])

    def code(self, noun: str, name: str) -> str | None:
        return self._codes.get(noun, {}).get(name.strip().casefold())

    def has(self, noun: str, code: str) -> bool:
        return code in self._codes.get(noun, {}).values()

    def known(self, noun: str) -> list[str]:
        return list(self._codes.get(noun, {}))
