"""One fact that gets a verdict, within its series: the updates before and after it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col

from smartcity.domain.enums import Claim
from smartcity.domain.facts.claims import ReviewItem, needs_verdict
from smartcity.store import tables as t
from smartcity.store.loaders.owners import agency_of
from smartcity.store.loaders.plan import credit_rule
from smartcity.store.loaders.verification import load_answers
from smartcity.store.loaders.visibility import AsOf, Row, row_of


@dataclass(frozen=True, slots=True)
class ReviewedFact:
    """Its series is oldest first; `subject` names it in the ledger, `agency` answers for it, by code.

    `review` is the table of verdicts on it, `link` the column there that names it.
    """

    review: Any
    link: str
    subject: str
    agency: str
    series: Sequence[ReviewItem]
    reviewed: ReviewItem

    @property
    def code(self) -> str:
        """As people name it: without the kind that the ledger puts before it."""
        return self.subject.partition(":")[2]


def load_update_fact(when: AsOf, number: int) -> ReviewedFact | None:
    """A claim among all of its milestone; None where there is none in force."""
    return _of_owner(when, UPDATES, t.MilestoneUpdate, t.Milestone, number)


def load_reading_fact(when: AsOf, number: int) -> ReviewedFact | None:
    """A reading among all of the same quarter and area."""
    table = t.Reading
    row = row_of(when, table, number)
    indicator = row_of(when, t.Indicator, row["indicator_id"]) if row else None
    if row is None or indicator is None:
        return None
    same = [col(getattr(table, name)) == row[name] for name in ("indicator_id", "year", "quarter", "half")]
    rows = [other for other in when.rows(table, *same) if other["area_id"] == row["area_id"]]
    subject = f"indicator:{indicator['code']} {_measured(row)}"
    return _fact(when, READINGS, number, subject, agency_of(when, "indicator", indicator), rows)


def load_physical_fact(when: AsOf, number: int) -> ReviewedFact | None:
    """A percentage among all of its programme."""
    return _of_owner(when, PERCENTAGES, t.PhysicalUpdate, t.Programme, number)


@dataclass(frozen=True, slots=True)
class Reviews:
    """A table of verdicts, and its column that names what they are on."""

    table: Any
    link: str


UPDATES = Reviews(t.UpdateReview, "update_id")
READINGS = Reviews(t.ReadingReview, "reading_id")
PERCENTAGES = Reviews(t.PhysicalReview, "physical_update_id")


def _of_owner(when: AsOf, reviews: Reviews, table: Any, owner_table: Any, number: int) -> ReviewedFact | None:
    """A fact among all of the milestone or programme it is of."""
    kind = owner_table.__tablename__
    row = row_of(when, table, number)
    owner = row_of(when, owner_table, row[f"{kind}_id"]) if row else None
    if row is None or owner is None:
        return None
    rows = when.rows(table, getattr(table, f"{kind}_id") == row[f"{kind}_id"])
    return _fact(when, reviews, number, f"{kind}:{owner['code']}", agency_of(when, kind, owner), rows)


def _measured(row: Mapping[str, Any]) -> str:
    """The quarter, half or year of a reading as it stands in the audit: `2/2026`, `S1/2026`, `2026`."""
    part = row["quarter"] or (f"S{row['half']}" if row["half"] else None)
    return f"{part}/{row['year']}" if part else str(row["year"])


def _fact(when: AsOf, reviews: Reviews, number: int, subject: str, agency: str, rows: Iterable[Row]) -> ReviewedFact:
    listed = sorted(rows, key=_order)
    rule, given = credit_rule(when), load_answers(when, reviews.table, reviews.link, [row["id"] for row in listed])
    series = [
        ReviewItem(row["id"], needs_verdict(row.get("claim", Claim.DONE), rule), given.get(row["id"])) for row in listed
    ]
    reviewed = next(item for item in series if item.id == number)
    return ReviewedFact(reviews.table, reviews.link, subject, agency, series, reviewed)


def _order(row: Row) -> tuple[date, datetime, int]:
    """As they were recorded; physical percentages by the day they are of first."""
    return row.get("day", date.min), row["recorded_at"], row["id"]
