"""The plan's skeleton: masterplan, dimensions, agencies, action plans, former lead agencies."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from smartcity.domain.enums import ActionKind, CreditRule, Health, Predicate
from smartcity.domain.plan.programmes import ActionPlan, Agency, Dimension, FormerLead, PlanCard, SubDimension
from smartcity.domain.thresholds import DEFAULT_HEALTH, Scale, scale
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf, value_of
from smartcity.store.tables import METADATA, PlanChange
from smartcity.store.tables.columns import column_value


def load_plan_card(when: AsOf) -> PlanCard | None:
    """The newest masterplan in force; None before there was one."""
    rows = when.rows(t.Masterplan)
    if not rows:
        return None
    row = rows[-1]
    scheme, predicates = _scheme(row["health_scheme"]), _predicates(row["predicate_scale"])
    return value_of(PlanCard, row, when, rule=CreditRule(row["credit_rule"]), scheme=scheme, predicates=predicates)


def credit_rule(when: AsOf) -> CreditRule:
    """Of the plan; the default while there is none."""
    card = load_plan_card(when)
    return card.rule if card else CreditRule.COMPLETED_ONLY


def _scheme(stored: list[list[str]] | None) -> Scale[Health]:
    if not stored:
        return DEFAULT_HEALTH
    return scale(*((float(lower), Health(health)) for lower, health in stored))


def _predicates(stored: list[list[str]] | None) -> Scale[Predicate] | None:
    return scale(*((Decimal(lower), Predicate(name)) for lower, name in stored)) if stored else None


def load_sub_dimensions(when: AsOf) -> tuple[tuple[Dimension, ...], Mapping[int, SubDimension]]:
    """Dimensions in their set order, and sub-dimensions by id."""
    dimensions = {
        row["id"]: Dimension(row["code"], row["name"])
        for row in sorted(when.rows(t.Dimension), key=lambda r: r["position"])
    }
    subs = {
        row["id"]: SubDimension(row["code"], row["name"], dimensions[row["dimension_id"]])
        for row in sorted(when.rows(t.SubDimension), key=lambda r: r["position"])
    }
    return tuple(dimensions.values()), subs


def load_agencies(when: AsOf) -> Mapping[int, Agency]:
    """By id. An agency that has ended by the as-of day carries the day."""
    return {
        row["id"]: Agency(row["code"], row["name"], row["short_name"], _ended(row["valid_until"], when.day))
        for row in when.rows(t.Agency)
    }


def _ended(until: date | None, as_of: date) -> date | None:
    return until if until is not None and until < as_of else None


def load_action_plans(when: AsOf, programme_ids: Collection[int] | None = None) -> Mapping[int, tuple[int, ActionPlan]]:
    """By id: the programme's id and the action plan; of all programmes without ids."""
    meant = [] if programme_ids is None else [col(t.ActionPlan.programme_id).in_(programme_ids)]
    return {
        row["id"]: (row["programme_id"], ActionPlan(row["code"], row["name"], ActionKind(row["kind"])))
        for row in when.rows(t.ActionPlan, *meant)
    }


TABLE, FIELD = "programme", "lead_agency_id"


def load_former_leads(when: AsOf, owners: Mapping[int, Agency]) -> Mapping[int, tuple[FormerLead, ...]]:
    """By programme id, oldest first; `owners` are the agencies by id."""
    column = METADATA.tables[TABLE].c[FIELD]
    rows = when.execute(
        select(PlanChange)
        .where(PlanChange.noun == TABLE, PlanChange.field == FIELD, when.visible(PlanChange))
        .order_by(col(PlanChange.id))
    ).scalars()
    by_programme: defaultdict[int, list[FormerLead]] = defaultdict(list)
    for row in rows:
        until, agency = when.local(row.recorded_at), owners.get(column_value(column, (row.old or {}).get("v")))
        if agency is not None:
            last_day = min(agency.ended_on or until.date(), until.date())
            by_programme[row.row_id].append(FormerLead(agency, until, last_day))
    return {number: tuple(former) for number, former in by_programme.items()}
