"""The facts of a draft as rows of tables: what was said of the plan, told apart by all that it says."""

from collections.abc import Mapping
from typing import Any

from smartcity.commands.plan_nouns import Noun
from smartcity.store import tables as t

FACT_NOUNS = (
    Noun(
        "update",
        t.MilestoneUpdate,
        (),
        ("claim", "percent", "achieved_on", "note"),
        {"milestone": ("milestone", "milestone_id")},
    ),
    Noun(
        "physical_update",
        t.PhysicalUpdate,
        (),
        ("day", "percent", "note"),
        {"programme": ("programme", "programme_id")},
    ),
    Noun(
        "due_date_change",
        t.DueDateChange,
        (),
        ("old_due_on", "new_due_on", "reason", "approved_by", "approved_at"),
        {"milestone": ("milestone", "milestone_id")},
    ),
    Noun(
        "waiting",
        t.Waiting,
        (),
        ("on_party", "since", "note"),
        {
            "milestone": ("milestone", "milestone_id"),
            "on_milestone": ("milestone", "on_milestone_id"),
            "on_agency": ("agency", "on_agency_id"),
        },
    ),
    Noun(
        "statement",
        t.Statement,
        (),
        ("own_rating", "happened", "obstacle", "next_step", "help_needed", "help_from"),
        {
            "programme": ("programme", "programme_id"),
            "period": ("period", "period_id"),
            "obstacle_milestone": ("milestone", "obstacle_milestone_id"),
        },
    ),
    Noun(
        "reading",
        t.Reading,
        (),
        (
            "year",
            "quarter",
            "half",
            "is_not_applicable",
            "value",
            "numerator",
            "denominator",
            "text",
            "note",
            "reason",
        ),
        {"indicator": ("indicator", "indicator_id"), "area": ("area", "area_id")},
        {"is_not_applicable": False},
    ),
    Noun(
        "budget_realisation",
        t.BudgetRealisation,
        (),
        ("quarter", "realised"),
        {"budget": ("budget", "budget_id")},
    ),
)


def meant(noun: Noun, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keys that stand in several columns become the one reference they mean."""
    if noun.name == "statement" and values.get("number") is not None:
        return {**values, "period": (values.get("kind") or "quarter", values.get("year"), values["number"])}
    if noun.name == "budget_realisation":
        return {**values, "budget": tuple(values.get(name) for name in ("programme", "year", "source"))}
    return values
