"""Who waits for whom, as known on a day."""

from collections.abc import Mapping
from datetime import date

from smartcity.domain.plan.dependencies import Wait
from smartcity.domain.plan.programmes import Agency
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf, Row, value_of


def load_waits(when: AsOf, agencies: Mapping[int, Agency]) -> tuple[Wait, ...]:
    """All waits told by then, ended ones too, oldest first; `agencies` by id.

    What waits for an agency that has ended waits for its successor; whoever is not known is not waited for.
    """
    ended, successors = _ended(when), _successors(when, agencies)
    rows = when.in_time(t.Waiting, order=("since", "id"))
    named = (row for row in rows if row["on_agency_id"] is None or row["on_agency_id"] in agencies)

    def code(number: int | None) -> str | None:
        return agencies[successors.get(number, number)].code if number else None

    return tuple(
        value_of(
            Wait,
            row,
            when,
            milestone=row["milestone_id"],
            told_on=when.local(row["recorded_at"]).date(),
            on_milestone=row["on_milestone_id"],
            on_agency=code(row["on_agency_id"]),
            ended_on=ended.get(row["id"]),
        )
        for row in named
    )


def open_waits(when: AsOf) -> list[Row]:
    """The rows of the waits that nobody has ended."""
    ended = _ended(when)
    return [row for row in when.rows(t.Waiting) if row["id"] not in ended]


def _ended(when: AsOf) -> Mapping[int, date]:
    return dict(map(tuple, when.columns(t.WaitingEnd, ("waiting_id", "ended_on"), order=("id",))))


def _successors(when: AsOf, agencies: Mapping[int, Agency]) -> Mapping[int, int]:
    """By the id of an agency that has ended: who answers in its place, however often that passed on."""
    if all(agency.ended_on is None for agency in agencies.values()):
        return {}
    rows = when.rows(t.Agency)
    heirs = {row["id"]: row["successor_id"] for row in rows if row["successor_id"] and agencies[row["id"]].ended_on}
    return {number: _last(heirs, number) for number in heirs}


def _last(heirs: Mapping[int, int], number: int) -> int:
    seen: set[int] = set()
    while number in heirs and number not in seen:
        seen.add(number)
        number = heirs[number]
    return number
