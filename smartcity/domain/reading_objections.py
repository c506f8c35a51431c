"""What the readings of a report must satisfy: that they can be read, and that what is unusual has its reason."""

from collections.abc import Iterator, Sequence

from smartcity.domain import lengths
from smartcity.domain.evidence import MOST_PROOFS
from smartcity.domain.plausibility import Doubt, doubts
from smartcity.domain.readings import Entry, Gauge, Typed, is_replaced

Field = tuple[str, int | None]
Found = Iterator[tuple[Field, str, dict[str, object]]]
LONGEST = lengths.NOTE


def entry_objections(entry: Entry, gauge: Gauge | None) -> Found:
    """Of a settled entry: the field with its area, the key and facts of the sentence."""
    if gauge is None:
        yield ("value", None), "not_read", {}
        return
    yield from _of_typed(entry.city, gauge, None)
    for area, typed in entry.areas.items():
        yield from _of_typed(typed, gauge, area)
    if entry.city.is_blank and not entry.is_not_applicable:
        yield (gauge.fields[0], None), "city_missing", {}
    for name in ("note", "reason"):
        if len(text := getattr(entry, name)) > LONGEST:
            yield (name, None), "too_long", {"length": len(text), "most": LONGEST}
    if len(entry.proofs) > MOST_PROOFS:
        yield ("proofs", None), "proofs_too_many", {"most": MOST_PROOFS}
    if not all(proof.is_sound for proof in entry.proofs):
        yield ("proofs", None), "proof_unsound", {}
    asked = asks_reason(entry, gauge)
    if asked and not entry.reason:
        yield ("reason", None), "reason_replaced_missing" if is_only_replaced(asked) else "reason_missing", {}


def asks_reason(entry: Entry, gauge: Gauge) -> tuple[Doubt, ...]:
    """The doubts that an entry raises, and that it would replace what is verified."""
    found = () if entry.is_not_applicable else doubts(gauge, entry.city.reading, entry.readings)
    replaced = (Doubt("replaces"),) if is_replaced(entry, gauge.verified) else ()
    return (*found, *replaced)


def is_only_replaced(asked: Sequence[Doubt]) -> bool:
    """Whether nothing is unusual beside that a verified figure gives way."""
    return [doubt.key for doubt in asked] == ["replaces"]


def _of_typed(typed: Typed, gauge: Gauge, area: int | None) -> Found:
    for name in typed.unreadable:
        yield (name, area), "unreadable", {}
    if typed.is_blank or "denominator" not in gauge.fields:
        return
    for name in gauge.fields:
        if not getattr(typed, name):
            yield (name, area), "half_missing", {}
    if typed.numbers["denominator"] == 0:
        yield ("denominator", area), "zero_denominator", {}
