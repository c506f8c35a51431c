"""What the ledger proves, in words: the newest seal, the first breach, what used a verified fact."""

from collections.abc import Sequence
from datetime import date, datetime

from smartcity.domain.ledger import Anchor, Breach
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter


def breach_text(words: Words, breach: Breach) -> str:
    """One sentence that names the first entry, table or row that does not fit."""
    return words.say(
        f"integrity.{breach.fault}",
        entry=breach.entry,
        what=words.say(f"sealed.{breach.table}") if breach.table else "",
        table=breach.table,
        number=breach.key,
        name=f" ({breach.name})" if breach.name and breach.table else breach.name,
    )


Sealed = tuple[Anchor, datetime | None]


def seal_line(words: Words, newest: Sealed) -> str:
    """Number, hash and instant; empty while the ledger is."""
    anchor, at = newest
    return "" if at is None else words.say("seal.line", seal=anchor.at(at))


def with_seal(words: Words, text: str, newest: Sealed) -> str:
    """The text with the seal as its last paragraph."""
    line = seal_line(words, newest)
    return f"{text}\n\n{line}" if line else text


MOST = 8


def used_by(say: Formatter, snapshots: Sequence[int], meetings: Sequence[tuple[str, date]]) -> str:
    """The newest first; says so where nothing did."""
    parts = []
    if snapshots:
        parts.append(
            say("uses.snapshots", numbers=shortened_list(say, [str(number) for number in reversed(snapshots)]))
        )
    if meetings:
        named = [f"{name} ({say.words.short_day(day)})" for name, day in reversed(meetings)]
        parts.append(say("uses.meetings", names=shortened_list(say, named)))
    return say("uses.by", what="; ".join(parts)) if parts else say("uses.none")


def shortened_list(say: Formatter, names: Sequence[str]) -> str:
    """A cap that says that it is one."""
    more = len(names) - MOST
    shown = ", ".join(names[:MOST])
    return say("uses.more", names=shown, count=more) if more > 0 else shown
