"""Indicators with their targets, programmes and readings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import col

from smartcity.domain.calendar import measured_in, newest_closed
from smartcity.domain.enums import Calculation, Direction, Span
from smartcity.domain.grouping import grouped
from smartcity.domain.indicators.achievement import Goal, fraction
from smartcity.domain.indicators.outcomes import IndicatorCard, Outcome
from smartcity.domain.plan.programmes import Agency, SubDimension
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, among
from smartcity.store.loaders.plan import load_agencies, load_plan_card, load_sub_dimensions
from smartcity.store.loaders.readings import Slot, load_measurements
from smartcity.store.loaders.reporting import load_periods
from smartcity.store.loaders.visibility import AsOf, Row, value_of


def load_outcomes(when: AsOf, indicator_ids: Ids = None) -> tuple[Outcome, ...]:
    """Every indicator in force, or those of these ids; retired ones too, in the order they came in."""
    goals, plan = _goals(when, indicator_ids), load_plan_card(when)
    closed, measured = newest_closed(load_periods(when), when.day), load_measurements(when, indicator_ids)
    return tuple(
        Outcome(
            card,
            measured[number].quarters(goals[number].by_slot),
            tuple(goals[number].by_year.items()),
            measured[number].areas,
            goals[number].end,
            years=(plan.first_year, plan.last_year) if plan else None,
            closed=closed,
            scale=plan.predicates if plan else None,
        )
        for number, card in _cards(when, indicator_ids).items()
    )


def _cards(when: AsOf, indicator_ids: Ids) -> Mapping[int, IndicatorCard]:
    rows = when.rows(t.Indicator, *among(t.Indicator.id, indicator_ids))
    build = _CardBuilder(
        when,
        subs=load_sub_dimensions(when)[1],
        owners=load_agencies(when),
        codes=_codes(when, rows),
        moved_by=programmes_by_indicator(when, indicator_ids),
        supports=_supports(when, indicator_ids),
    )
    return {row["id"]: build.card(row) for row in rows}


def _codes(when: AsOf, rows: Iterable[Row]) -> Mapping[int, str]:
    """Of the indicators that replaced any of these."""
    replacing = {row["replaced_by_id"] for row in rows if row["replaced_by_id"]}
    return {row["id"]: row["code"] for row in when.rows(t.Indicator, col(t.Indicator.id).in_(replacing))}


@dataclass(frozen=True, slots=True)
class _CardBuilder:
    """What the cards of indicators are made with."""

    when: AsOf
    subs: Mapping[int, SubDimension]
    owners: Mapping[int, Agency]
    codes: Mapping[int, str]
    moved_by: Mapping[int, list[str]]
    supports: Mapping[int, list[int]]

    def card(self, row: Row) -> IndicatorCard:
        return value_of(
            IndicatorCard,
            row,
            self.when,
            unit=row["unit"] or "",
            direction=Direction(row["direction"]),
            calculation=Calculation(row["calculation"]),
            baseline=fraction(row["baseline"]),
            sub_dimension=self.subs[row["sub_dimension_id"]],
            agency=self.owners.get(row["agency_id"]),
            replaced_by=self.codes.get(row["replaced_by_id"]),
            programmes=tuple(self.moved_by[row["id"]]),
            plausible_lower=fraction(row["plausible_lower"]),
            plausible_upper=fraction(row["plausible_upper"]),
            supports=tuple(self.owners[agency] for agency in self.supports[row["id"]]),
        )


def programmes_by_indicator(when: AsOf, indicator_ids: Ids = None) -> Mapping[int, list[str]]:
    """The codes of the programmes that move each."""
    links = when.rows(t.IndicatorProgramme, *among(t.IndicatorProgramme.indicator_id, indicator_ids))
    meant = None if indicator_ids is None else {link["programme_id"] for link in links}
    codes = {row["id"]: row["code"] for row in when.rows(t.Programme, *among(t.Programme.id, meant))}
    # A link may be told of days before its programme was known.
    known = [link for link in links if link["programme_id"] in codes]
    return grouped((link["indicator_id"], codes[link["programme_id"]]) for link in known)


def _supports(when: AsOf, indicator_ids: Ids) -> Mapping[int, list[int]]:
    rows = when.rows(t.IndicatorSupport, *among(t.IndicatorSupport.indicator_id, indicator_ids))
    return grouped((row["indicator_id"], row["agency_id"]) for row in rows)


@dataclass
class _Goals:
    """The targets of one indicator."""

    by_slot: dict[Slot, Goal] = field(default_factory=dict)
    by_year: dict[int, Goal] = field(default_factory=dict)
    end: Goal | None = None


def _goals(when: AsOf, indicator_ids: Ids) -> Mapping[int, _Goals]:
    by_indicator: defaultdict[int, _Goals] = defaultdict(_Goals)
    for row in when.rows(t.Target, *among(t.Target.indicator_id, indicator_ids)):
        goal = Goal(fraction(row["value"]), fraction(row["lower"]), fraction(row["upper"]), row["text"])
        goals, (period, span) = by_indicator[row["indicator_id"]], measured_in(row["year"], row["quarter"], row["half"])
        if row["is_end"]:
            goals.end = goal
        elif span is Span.YEAR:
            goals.by_year[row["year"]] = goal
        else:
            goals.by_slot[period.year, period.number, span] = goal
    return by_indicator
