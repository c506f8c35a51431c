"""Answers kept as long as they hold: renewed by parts, asked for once at a time, bounded in number and in bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from threading import Lock, RLock
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import Session

from smartcity.domain.kept_answers import Basis, WrittenRows, estimated_bytes, outdating
from smartcity.queries import compliance, history, indicators, portfolio, verification_queue
from smartcity.store.engine import engine_of, note_tables, reading, tables_read
from smartcity.store.loaders.touched import touched_parts, written_since
from smartcity.store.loaders.visibility import last_instant
from smartcity.store.sealed_rows import SEALED_NAMES, UNSEALED_COLUMNS

Answer = TypeVar("Answer")
WHOLLY_SEALED = SEALED_NAMES - UNSEALED_COLUMNS.keys()
MOST_ANSWERS, MOST_BYTES, MOST_ENTRIES = 2000, 300 * 2**20, 2000


@dataclass(frozen=True, slots=True)
class LedgerEnd:
    """The newest entry of a database; the seal tells apart two whose ledgers are equally long."""

    url: str
    number: int
    seal: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """How an answer as of a day is made anew where entries touched only these parts (`root`) of it.

    Without `renew` it is about the one part that its first argument names, and holds while that is not touched.
    """

    root: str
    renew: Callable[[Session, date, Any, frozenset[int]], Any] | None = None


RENEWALS: Mapping[Callable[..., Any], Renewal] = {
    portfolio.load_portfolio: Renewal("programme", portfolio.renew_portfolio),
    compliance.led_programmes: Renewal("programme", compliance.renew_led_programmes),
    compliance.first_reports: Renewal("programme", compliance.renew_first_reports),
    indicators.outcomes: Renewal("indicator", indicators.renew_outcomes),
    history.programme_history: Renewal("programme"),
    verification_queue.open_claims: Renewal("programme", verification_queue.renew_open_claims),
    verification_queue.verified_claims: Renewal("programme", verification_queue.renew_verified_claims),
}


@dataclass(frozen=True, slots=True)
class Question:
    """`find` answers it; `until` is the last instant it may know of, where it is of a day and exact."""

    key: tuple[Hashable, ...]
    find: Callable[[Session], Any]
    day: date | None = None
    renewal: Renewal | None = None
    until: datetime | None = None
    about: int | None = None


def dated_question(
    database: str, question: Callable[..., Any], day: date, zone: ZoneInfo, *args: Any, **kwargs: Any
) -> Question:
    """A question as of a day of the city; an answer that is renewed by parts is exact, and knows of nothing later."""
    renewal = RENEWALS.get(question)
    return Question(
        (database, f"{question.__module__}.{question.__qualname__}", day, args, tuple(sorted(kwargs.items()))),
        lambda session: question(session, day, *args, **kwargs),
        day,
        renewal,
        last_instant(day, zone) if renewal and renewal.renew else None,
        next((part for part in args if isinstance(part, int)), None),
    )


class EntryLog:
    """What the entries of one database wrote since it was first asked about."""

    def __init__(self) -> None:
        self._entries: dict[int, WrittenRows] = {}
        self._lock = Lock()

    def after(self, before: LedgerEnd, end: LedgerEnd) -> tuple[WrittenRows, ...] | None:
        """What came after `before`, up to `end` at least; None where it is not of this ledger or too long ago."""
        with self._lock:
            self._advance(end)
            seen = self._entries.get(before.number)
            if seen is None or seen.seal != before.seal:
                return None
            newest = next(reversed(self._entries))
            return tuple(self._entries[number] for number in range(before.number + 1, newest + 1))

    def _advance(self, end: LedgerEnd) -> None:
        seen = self._entries.get(end.number)
        if seen is not None and seen.seal == end.seal:
            return
        newest = next(reversed(self._entries), end.number)
        with reading(engine_of(end.url)) as session:
            entries = written_since(session, min(newest, end.number))
        first = entries[0] if entries else None
        is_continued = first is not None and newest in self._entries and first.seal == self._entries[newest].seal
        if not is_continued:
            self._entries.clear()
        self._entries |= {entry.number: entry for entry in entries[is_continued:]}
        for number in list(self._entries)[:-MOST_ENTRIES]:
            del self._entries[number]


@dataclass(slots=True)
class _Slot:
    """One kept answer; `rests_on` is a `Basis`, or the facts it was made from, beside the `tables` read meanwhile."""

    lock: RLock = field(default_factory=RLock)
    is_filled: bool = False
    value: Any = None
    rests_on: Any = None
    tables: frozenset[str] = frozenset()
    end: LedgerEnd | None = None
    bytes: int = 0


class Answers:
    """Least recently used ones go first, once there are too many or too large ones."""

    def __init__(self, most: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES) -> None:
        self.most, self.most_bytes, self.bytes, self.evicted = most, most_bytes, 0, 0
        self._slots: OrderedDict[tuple[Hashable, ...], _Slot] = OrderedDict()
        self._logs: dict[str, EntryLog] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._slots)

    def made_from(self, key: tuple[Hashable, ...], facts: object, make: Callable[[], Answer]) -> Answer:
        """What `make` gives, as long as the facts it is made from are the same."""
        slot = self._slot(key)
        with slot.lock:
            if not slot.is_filled or slot.rests_on != facts:
                with tables_read() as tables:
                    made = make()
                slot.tables = frozenset(tables)
                self._fill(key, slot, made, facts)
            else:
                note_tables(slot.tables)
            answer: Answer = slot.value
            return answer

    def keep(self, key: tuple[Hashable, ...], value: object, tables: Set[str], end: LedgerEnd) -> None:
        """What was made at ledger entry `end` of answers read from these tables; not where one is unsealed."""
        if tables <= WHOLLY_SEALED:
            slot = self._slot(key)
            with slot.lock:
                self._log(end.url).after(end, end)
                self._fill(key, slot, value, Basis(frozenset(tables), is_unsealed=False))
                slot.end = end

    def recall(self, key: tuple[Hashable, ...], end: LedgerEnd) -> Any | None:
        """What was kept and still holds at `end`; nothing is asked for."""
        slot = self._slots.get(key)
        if slot is None:
            return None
        with slot.lock:
            later = self._log(end.url).after(slot.end, end) if slot.end else None
            return slot.value if later is not None and not outdating(later, slot.rests_on) else None

    def answer(self, question: Question, end: LedgerEnd) -> Any:
        """As of ledger entry `end`, or of a newer one."""
        slot = self._slot(question.key)
        with slot.lock:
            log = self._log(end.url)
            later = log.after(slot.end or end, end)
            stale = outdating(later, slot.rests_on) if later is not None and slot.is_filled else None
            # What the log knows is in what is read after it: who asks for an older entry finds the newer answer.
            reached = LedgerEnd(end.url, later[-1].number, later[-1].seal) if later else None
            if stale == ():
                note_tables(slot.rests_on.tables)
                slot.end = reached or slot.end
            else:
                self._ask(question, slot, stale, end.url)
                slot.end = reached or end
            return slot.value

    def _ask(self, question: Question, slot: _Slot, stale: tuple[WrittenRows, ...] | None, url: str) -> None:
        with reading(engine_of(url)) as session, tables_read() as tables:
            parts = self._parts(session, question, slot, stale)
            value, is_whole = self._renewed(session, question, slot, parts)
            tables |= frozenset() if is_whole else slot.rests_on.tables
        basis = Basis(frozenset(tables), not tables <= WHOLLY_SEALED, question.until)
        # What was renewed is as large as before; what rules made of it meanwhile is not measured again.
        self._fill(question.key, slot, value, basis, None if is_whole else slot.bytes)

    @staticmethod
    def _renewed(session: Session, question: Question, slot: _Slot, parts: frozenset[int] | None) -> tuple[Any, bool]:
        """The answer, and whether it was asked for as a whole."""
        if parts is not None and question.renewal is not None and question.day is not None:
            if question.renewal.renew is not None:
                return question.renewal.renew(session, question.day, slot.value, parts), False
            if question.about not in parts:
                return slot.value, False
        return question.find(session), True

    @staticmethod
    def _parts(
        session: Session, question: Question, slot: _Slot, stale: tuple[WrittenRows, ...] | None
    ) -> frozenset[int] | None:
        if stale is None or question.renewal is None or slot.value is None or slot.rests_on.is_unsealed:
            return None
        return touched_parts(session, stale, slot.rests_on.tables, question.renewal.root)

    def _log(self, url: str) -> EntryLog:
        with self._lock:
            return self._logs.setdefault(url, EntryLog())

    def _slot(self, key: tuple[Hashable, ...]) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            return slot

    def _fill(
        self, key: tuple[Hashable, ...], slot: _Slot, value: object, rests_on: object, size: int | None = None
    ) -> None:
        if size is None:
            size = estimated_bytes(value, is_made_of_others=not isinstance(rests_on, Basis))
        slot.value, slot.rests_on, slot.is_filled = value, rests_on, True
        with self._lock:
            if self._slots.get(key) is slot:
                self.bytes += size - slot.bytes
            slot.bytes = size
            while len(self._slots) > self.most or (self.bytes > self.most_bytes and len(self._slots) > 1):
                self.bytes -= self._slots.popitem(last=False)[1].bytes
                self.evicted += 1


@cache
def kept_answers() -> Answers:
    """Those of this process."""
    return Answers()
