"""Indicators with their outcomes as of a day; readings that came back, names of areas."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col

from smartcity.domain.calendar import measured_in
from smartcity.domain.enums import Verdict
from smartcity.domain.facts.claims import Answer
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.reporting.verification_queue import ReturnedReading
from smartcity.store import tables as t
from smartcity.store.loaders.indicators import load_outcomes
from smartcity.store.loaders.readings import reading_of
from smartcity.store.loaders.verification import load_answers
from smartcity.store.loaders.visibility import AsOf, Row


def outcomes(session: Session, as_of: date) -> tuple[Outcome, ...]:
    """Every indicator in force, retired ones too, in the order they came in."""
    return load_outcomes(AsOf.end_of(session, as_of))


def renew_outcomes(
    session: Session, as_of: date, before: tuple[Outcome, ...], indicator_ids: frozenset[int]
) -> tuple[Outcome, ...]:
    """The outcomes of `before`, where only those of these ids may have changed since."""
    anew = {outcome.card.id: outcome for outcome in load_outcomes(AsOf.end_of(session, as_of), indicator_ids)}
    by_id = {outcome.card.id: outcome for outcome in before} | anew
    return tuple(by_id[number] for number in sorted(by_id))


def area_names(session: Session, as_of: date) -> Mapping[int, str]:
    """The names of all areas by id."""
    when = AsOf.end_of(session, as_of)
    return {row["id"]: row["name"] for row in when.rows(t.Area)}


def returned_readings(session: Session, as_of: date, indicator_ids: tuple[int, ...]) -> tuple[ReturnedReading, ...]:
    """Of the city: the newest reading of each quarter, where it was returned."""
    when = AsOf.end_of(session, as_of)
    of_city = col(t.Reading.area_id).is_(None)
    rows = when.in_time(t.Reading, col(t.Reading.indicator_id).in_(indicator_ids), of_city)
    newest = {(row["indicator_id"], row["year"], row["quarter"], row["half"]): row for row in rows}
    given = load_answers(when, t.ReadingReview, "reading_id", [row["id"] for row in newest.values()])
    reviewed = ((row, given.get(row["id"])) for row in newest.values())
    return tuple(_returned(row, answer) for row, answer in reviewed if answer and answer.verdict is Verdict.RETURNED)


def _returned(row: Row, answer: Answer) -> ReturnedReading:
    period, span = measured_in(row["year"], row["quarter"], row["half"])
    return ReturnedReading(row["indicator_id"], period, reading_of(row), answer, span)
