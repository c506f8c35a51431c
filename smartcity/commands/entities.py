"""How the plan in a draft becomes rows of tables: which table, which links, what tells two rows apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from smartcity.store import tables as t


@dataclass(frozen=True)
class EntitySpec:
    """`links` are draft fields that hold a code: field → (entity, column). `own` are columns taken as they are."""

    name: str
    table: Any
    key: tuple[str, ...]
    own: tuple[str, ...]
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, object] = field(default_factory=dict)

    @property
    def tablename(self) -> str:
        return str(self.table.__tablename__)

    def row(self, values: Mapping[str, Any], ids: Mapping[str, Mapping[Any, int]]) -> dict[str, Any]:
        """Table columns from draft fields; codes become ids."""
        columns = {name: self.given(name, values) for name in self.own}
        for name, (entity, column) in self.links.items():
            code = values.get(name)
            columns[column] = None if code is None else ids[entity][code]
        return columns

    def is_given(self, column: str, values: Mapping[str, Any]) -> bool:
        """Whether the file has this column at all; an absent column changes nothing."""
        field_of = {link[1]: name for name, link in self.links.items()}
        return field_of.get(column, column) in values

    def given(self, name: str, values: Mapping[str, Any]) -> Any:
        """The value of a field, or its default where it is blank."""
        given = values.get(name)
        return self.defaults.get(name) if given is None else given


PLAN_ENTITIES = (
    EntitySpec(
        "masterplan",
        t.Masterplan,
        ("name",),
        (
            "name",
            "city",
            "legal_basis",
            "first_year",
            "last_year",
            "credit_rule",
            "health_scheme",
            "overdue_cap",
            "predicate_scale",
            "zone",
            "is_sample",
        ),
        defaults={
            "credit_rule": "completed_only",
            "overdue_cap": True,
            "zone": "Asia/Jakarta",
            "is_sample": False,
        },
    ),
    EntitySpec("dimension", t.Dimension, ("code",), ("code", "name", "position")),
    EntitySpec(
        "sub_dimension",
        t.SubDimension,
        ("code",),
        ("code", "name", "alias", "position"),
        {"dimension": ("dimension", "dimension_id")},
    ),
    EntitySpec(
        "agency",
        t.Agency,
        ("code",),
        ("code", "name", "short_name", "aliases", "valid_from", "valid_until"),
        {"successor": ("agency", "successor_id")},
    ),
    EntitySpec("area", t.Area, ("code",), ("code", "name", "kind", "parent")),
    EntitySpec("mission", t.Mission, ("code",), ("code", "name")),
    EntitySpec(
        "programme",
        t.Programme,
        ("code",),
        (
            "code",
            "name",
            "long_name",
            "description",
            "horizon",
            "is_quick_win",
            "is_sample",
            "weight",
            "starts_on",
            "ends_on",
            "source",
            "measure",
        ),
        {"sub_dimension": ("sub_dimension", "sub_dimension_id"), "lead_agency": ("agency", "lead_agency_id")},
        {"is_quick_win": False, "is_sample": False, "weight": 1, "measure": "milestones"},
    ),
    EntitySpec(
        "action_plan",
        t.ActionPlan,
        ("code",),
        ("code", "name", "kind"),
        {"programme": ("programme", "programme_id")},
    ),
    EntitySpec(
        "milestone",
        t.Milestone,
        ("code",),
        (
            "code",
            "name",
            "weight",
            "starts_on",
            "due_on",
            "first_due_on",
            "needs_evidence",
            "cancelled_on",
            "postponed_on",
            "start_is_estimated",
        ),
        {"action_plan": ("action_plan", "action_plan_id")},
        {"weight": 1, "needs_evidence": True, "start_is_estimated": False},
    ),
    EntitySpec(
        "planned_percent",
        t.PlannedPercent,
        ("programme", "day"),
        ("day", "percent"),
        {"programme": ("programme", "programme_id")},
    ),
    EntitySpec(
        "period",
        t.Period,
        ("kind", "year", "number"),
        ("kind", "year", "number", "opens_on", "closes_on", "grace_days"),
        defaults={"grace_days": 0},
    ),
    EntitySpec(
        "indicator",
        t.Indicator,
        ("code",),
        (
            "code",
            "name",
            "definition",
            "formula",
            "unit",
            "direction",
            "calculation",
            "is_key",
            "is_sample",
            "baseline",
            "baseline_year",
            "plausible_lower",
            "plausible_upper",
            "is_by_area",
            "source",
            "retired_on",
        ),
        {
            "sub_dimension": ("sub_dimension", "sub_dimension_id"),
            "agency": ("agency", "agency_id"),
            "replaced_by": ("indicator", "replaced_by_id"),
        },
        {"is_key": False, "is_sample": False, "is_by_area": False},
    ),
    EntitySpec(
        "target",
        t.Target,
        ("indicator", "year", "quarter", "half", "is_end"),
        ("year", "quarter", "half", "is_end", "value", "lower", "upper", "text"),
        {"indicator": ("indicator", "indicator_id")},
        {"is_end": False},
    ),
    EntitySpec(
        "budget",
        t.Budget,
        ("programme", "year", "source"),
        ("year", "source", "ceiling"),
        {"programme": ("programme", "programme_id")},
    ),
    EntitySpec(
        "quick_win_year",
        t.QuickWinYear,
        ("programme", "year"),
        ("year", "state", "note"),
        {"programme": ("programme", "programme_id")},
    ),
    EntitySpec(
        "meeting", t.Meeting, ("code",), ("code", "name", "held_on", "starts_at", "place", "minutes", "closed_at")
    ),
    EntitySpec(
        "decision",
        t.Decision,
        ("code",),
        ("code", "text", "due_on", "is_confidential", "closed_on", "follow_up"),
        {
            "meeting": ("meeting", "meeting_id"),
            "agency": ("agency", "agency_id"),
            "programme": ("programme", "programme_id"),
        },
        {"is_confidential": False},
    ),
)

# Links that a row carries as a list of codes: (entity, field) → (table, own column, entity meant, its column).
LISTS: Mapping[tuple[str, str], tuple[Any, str, str, str]] = {
    ("programme", "supports"): (t.ProgrammeSupport, "programme_id", "agency", "agency_id"),
    ("programme", "missions"): (t.ProgrammeMission, "programme_id", "mission", "mission_id"),
    ("indicator", "supports"): (t.IndicatorSupport, "indicator_id", "agency", "agency_id"),
    ("indicator", "programmes"): (t.IndicatorProgramme, "indicator_id", "programme", "programme_id"),
}
