"""The whole plan in force as rows of the workbook: field → value, references as codes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from smartcity.store import tables as t
from smartcity.store.loaders.claims import load_promises
from smartcity.store.loaders.visibility import AsOf

Rows = list[dict[str, Any]]
RowNames = Mapping[str, Sequence[str]]
TABLES: Mapping[str, Any] = {
    "masterplan": t.Masterplan,
    "dimension": t.Dimension,
    "sub_dimension": t.SubDimension,
    "agency": t.Agency,
    "area": t.Area,
    "mission": t.Mission,
    "programme": t.Programme,
    "action_plan": t.ActionPlan,
    "milestone": t.Milestone,
    "period": t.Period,
    "indicator": t.Indicator,
    "target": t.Target,
    "budget": t.Budget,
    "quick_win_year": t.QuickWinYear,
    "meeting": t.Meeting,
    "decision": t.Decision,
    "update": t.MilestoneUpdate,
    "due_date_change": t.DueDateChange,
    "planned_percent": t.PlannedPercent,
    "physical_update": t.PhysicalUpdate,
    "waiting": t.Waiting,
    "statement": t.Statement,
    "reading": t.Reading,
    "budget_realisation": t.BudgetRealisation,
}
# Fields that name another entity by its code: field → (column, entity).
LINKS: Mapping[str, tuple[str, str]] = {
    "dimension": ("dimension_id", "dimension"),
    "successor": ("successor_id", "agency"),
    "sub_dimension": ("sub_dimension_id", "sub_dimension"),
    "lead_agency": ("lead_agency_id", "agency"),
    "programme": ("programme_id", "programme"),
    "action_plan": ("action_plan_id", "action_plan"),
    "milestone": ("milestone_id", "milestone"),
    "obstacle_milestone": ("obstacle_milestone_id", "milestone"),
    "on_milestone": ("on_milestone_id", "milestone"),
    "on_agency": ("on_agency_id", "agency"),
    "indicator": ("indicator_id", "indicator"),
    "replaced_by": ("replaced_by_id", "indicator"),
    "agency": ("agency_id", "agency"),
    "area": ("area_id", "area"),
    "meeting": ("meeting_id", "meeting"),
}
# Facts with a verdict: entity → table of the verdicts and its column.
REVIEWS = (
    ("update", t.UpdateReview, "update_id"),
    ("reading", t.ReadingReview, "reading_id"),
    ("physical_update", t.PhysicalReview, "physical_update_id"),
)
LISTS = (
    ("programme", "supports", t.ProgrammeSupport, "programme_id", "agency_id", "agency"),
    ("programme", "missions", t.ProgrammeMission, "programme_id", "mission_id", "mission"),
    ("indicator", "supports", t.IndicatorSupport, "indicator_id", "agency_id", "agency"),
    ("indicator", "programmes", t.IndicatorProgramme, "indicator_id", "programme_id", "programme"),
)


def workbook_rows(session: Session, as_of: date) -> Mapping[str, Rows]:
    """Every entity's rows as known at the end of `as_of`, in the order they came in."""
    when = AsOf.end_of(session, as_of)
    rows_by_entity = {entity: when.rows(table) for entity, table in TABLES.items()}
    codes = {entity: {row["id"]: row.get("code") for row in rows} for entity, rows in rows_by_entity.items()}
    _name_links(rows_by_entity, codes)
    _join_periods(rows_by_entity)
    _join_lists(when, rows_by_entity, codes)
    _join_reviews(when, rows_by_entity)
    _join_ends(when, rows_by_entity)
    moved = load_promises(when)
    for row in rows_by_entity["milestone"]:
        row["due_on"] = moved[row["id"]].due_on if row["id"] in moved else row["first_due_on"]
        if row["start_is_estimated"]:
            row["starts_on"] = None
    return rows_by_entity


def names_by_entity(session: Session, as_of: date) -> Mapping[str, list[tuple[str, RowNames]]]:
    """What everything with a code is called, by field, for files that use names instead of codes."""
    when = AsOf.end_of(session, as_of)
    coded = {entity: table for entity, table in TABLES.items() if hasattr(table, "code") and hasattr(table, "name")}
    return {entity: [_names_of_row(row) for row in when.rows(table)] for entity, table in coded.items()}


def _names_of_row(row: Mapping[str, Any]) -> tuple[str, RowNames]:
    names = {field: (row[field],) for field in ("name", "short_name", "alias") if row.get(field)}
    return row["code"], names | {"aliases": tuple(row.get("aliases") or ())}


def _name_links(rows_by_entity: Mapping[str, Rows], codes: Mapping[str, Mapping[int, Any]]) -> None:
    for rows in rows_by_entity.values():
        for row in rows:
            for field, (column, entity) in LINKS.items():
                if column in row:
                    row[field] = codes[entity].get(row[column])


def _join_periods(rows_by_entity: Mapping[str, Rows]) -> None:
    periods = {row["id"]: row for row in rows_by_entity["period"]}
    budgets = {row["id"]: row for row in rows_by_entity["budget"]}
    for row in rows_by_entity["statement"]:
        period = periods[row["period_id"]]
        row |= {name: period[name] for name in ("kind", "year", "number")}
    for row in rows_by_entity["budget_realisation"]:
        budget = budgets[row["budget_id"]]
        row |= {name: budget[name] for name in ("programme", "year", "source")}


def _join_lists(when: AsOf, rows_by_entity: Mapping[str, Rows], codes: Mapping[str, Mapping[int, Any]]) -> None:
    for entity, field, table, own, column, target in LISTS:
        members: defaultdict[int, list[str]] = defaultdict(list)
        for row in when.rows(table):
            members[row[own]].append(codes[target][row[column]])
        for row in rows_by_entity[entity]:
            row[field] = tuple(members[row["id"]])


def _join_reviews(when: AsOf, rows_by_entity: Mapping[str, Rows]) -> None:
    for entity, table, column in REVIEWS:
        reviews = {row[column]: row for row in when.rows(table)}
        for row in rows_by_entity[entity]:
            row |= _review(reviews.get(row["id"]))
    evidence = when.rows(t.Evidence)
    for entity, column in (("update", "update_id"), ("physical_update", "physical_update_id")):
        proofs = {row[column]: row for row in evidence}
        for row in rows_by_entity[entity]:
            proof = proofs.get(row["id"])
            row |= {"evidence_title": proof and proof["title"], "evidence_url": proof and proof["url"]}


def _join_ends(when: AsOf, rows_by_entity: Mapping[str, Rows]) -> None:
    ends = {row["waiting_id"]: row for row in when.rows(t.WaitingEnd)}
    fields = {"ended_on": "ended_on", "end_note": "note", "ended_at": "recorded_at", "ended_by": "recorded_by"}
    for row in rows_by_entity["waiting"]:
        end = ends.get(row["id"], {})
        row |= {field: end.get(column) for field, column in fields.items()}


def _review(review: Mapping[str, Any] | None) -> dict[str, Any]:
    if review is None:
        return dict.fromkeys(("verdict", "reviewed_at", "reviewed_by", "review_note"))
    return {
        "verdict": review["verdict"],
        "reviewed_at": review["recorded_at"],
        "reviewed_by": review["recorded_by"],
        "review_note": review["note"],
    }
