"""What is measured, in the form: the physical percentage and the indicators, with reason and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from smartcity.domain.facts.history import History, PhysicalUpdate
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.readings import NUMBERS, Entry, Gauge, summed
from smartcity.domain.reporting.physical_reports import PhysicalContext, asks_why_physical
from smartcity.domain.reporting.submission import FieldRef, ReportContext, Submission
from smartcity.domain.reporting.validation import asks_reason, is_only_replaced
from smartcity.domain.reporting.verification_queue import ReturnedReading
from smartcity.ui.frame import show
from smartcity.ui.reporting.evidence import evidence_fields
from smartcity.ui.reporting.fields import ReportForm

PERCENT, NOTE, PROOFS = (FieldRef(name, physical=True) for name in ("percent", "note", "proofs"))


def physical_card(form: ReportForm, settled: Submission, context: ReportContext, history: History) -> None:
    """Nothing where milestones measure the programme."""
    physical_context = context.physical
    if physical_context is None:
        return
    say = show.formatter()
    show.heading(say("physical.name"), say("physical.form.note"))
    with st.container(border=True, key="physical"):
        show.render("reporting/physical_card", context=physical_context, returned=returned_physical(history))
        form.line(PERCENT, say("physical.form.percent", day=say.words.day(physical_context.day)), is_number=True)
        _reason_and_evidence(form, settled, physical_context)


def _reason_and_evidence(form: ReportForm, settled: Submission, context: PhysicalContext) -> None:
    """The note stands open where a reason is owed; otherwise one more tap away, with the evidence."""
    say, why = show.formatter(), asks_why_physical(settled.physical, context)
    if why is not None:
        form.text(NOTE, say(f"report.form.{why}"))
    used = bool(settled.physical.proofs or (settled.physical.note and why is None))
    with st.expander(
        say("reading.more"), expanded=used, on_change="rerun", key="more-physical", type="compact"
    ) as more:
        if more.open or used:
            if why is None:
                form.text(NOTE, say("report.form.note"))
            evidence_fields(form, PROOFS, ())


def returned_physical(history: History) -> PhysicalUpdate | None:
    """The percentage of the newest day, where the verifier returned it."""
    newest = history.physical[0] if history.physical else None
    return newest if newest is not None and newest.is_returned else None


@dataclass(frozen=True)
class IndicatorCards:
    """What the cards are made from; `settled` is the draft as it would be sent, `areas` their names by id."""

    form: ReportForm
    settled: Submission
    context: ReportContext
    outcomes: Mapping[int, Outcome]
    returned: Mapping[int, ReturnedReading]
    areas: Mapping[int, str]

    def cards(self) -> None:
        """What is owed and what came back stand open; what was said already is one tap away."""
        say, gauges = show.formatter(), self.context.gauges
        shown = [number for number in gauges if number in self.outcomes]
        if not shown:
            return
        show.heading(say("reading.heading", period=say.period(self.context.quarter)), say("reading.heading.note"))
        near = [number for number in shown if self._is_near(number)]
        for number in near:
            self._card(number, gauges[number])
        self._others([number for number in shown if number not in near])

    def _is_near(self, number: int) -> bool:
        is_owed = self.outcomes[number].owes(self.context.quarter)
        return is_owed or number in self.returned or number in self.form.report.given.readings

    def _others(self, numbers: list[int]) -> None:
        if numbers:
            label = show.formatter()("reading.others", count=len(numbers))
            with st.expander(label, on_change="rerun", key="readings-others") as aside:
                if aside.open:
                    for number in numbers:
                        self._card(number, self.context.gauges[number])

    def _card(self, number: int, gauge: Gauge) -> None:
        entry = self.settled.readings.get(number, Entry())
        outcome, quarter = self.outcomes[number], self.context.quarter
        with st.container(border=True, key=f"reading-{number}"):
            show.render(
                "reporting/reading_card", o=outcome, gauge=gauge, quarter=quarter, returned=self.returned.get(number)
            )
            self._fields(number, gauge, None)
            if gauge.areas:
                self._areas(number, gauge, entry)
            reasons = asks_reason(entry, gauge)
            after = outcome.as_if_read(quarter, entry.city.reading, gauge.span) if _is_read(entry) else None
            if after or reasons:
                show.render("reporting/reading_echo", after=after, entry=entry, anomalies=reasons)
            if reasons or entry.reason:
                label = show.formatter()("report.form.why_replaced" if is_only_replaced(reasons) else "reading.why")
                self.form.text(FieldRef("reason", None, number), label)
            self._more(number)

    def _fields(self, number: int, gauge: Gauge, area: int | None) -> None:
        """Of the city under what is asked, of an area under its name."""
        say, unit = show.formatter(), self.outcomes[number].card.unit
        columns = st.columns(len(gauge.fields)) if len(gauge.fields) > 1 else [st.container()]
        for column, name in zip(columns, gauge.fields, strict=True):
            asked = say(f"reading.{name}", unit=unit)
            whose = [] if area is None else [self.areas.get(area, "")]
            label = ": ".join([*whose, asked] if area is None or len(gauge.fields) > 1 else whose)
            with column:
                is_beside = area is None and name == "value"
                self.form.line(
                    FieldRef(name, None, number, area), label, is_number=name in NUMBERS, is_told_beside=is_beside
                )

    def _areas(self, number: int, gauge: Gauge, entry: Entry) -> None:
        """By kecamatan where one wants to; where they add up their sum stands for the city."""
        say, used = show.formatter(), bool(entry.areas)
        key = f"areas-{number}"
        with st.expander(say("reading.areas"), expanded=used, on_change="rerun", key=key, type="compact") as expander:
            if not (expander.open or used):
                return
            half = -(-len(gauge.areas) // 2)
            for column, half_of_areas in zip(st.columns(2), (gauge.areas[:half], gauge.areas[half:]), strict=True):
                with column:
                    for area in half_of_areas:
                        self._fields(number, gauge, area)
            total = summed(entry, gauge) if gauge.is_additive else None
            if total is not None and not total.is_blank:
                show.note(say("reading.sum", total=say.measured(total.reading)))

    def _more(self, number: int) -> None:
        given = self.form.report.given.readings.get(number, Entry())
        used = bool(given.note or given.proofs or given.is_not_applicable)
        label = show.formatter()("reading.more")
        with st.expander(label, expanded=used, on_change="rerun", key=f"more-reading-{number}", type="compact") as more:
            if more.open or used:
                self.form.check(FieldRef("is_not_applicable", None, number), show.formatter()("reading.not_applicable"))
                self.form.text(FieldRef("note", None, number), show.formatter()("report.form.note"))
                evidence_fields(self.form, FieldRef("proofs", None, number), ())


def _is_read(entry: Entry) -> bool:
    return not entry.city.is_blank and not entry.city.unreadable
