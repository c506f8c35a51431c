"""The indicators of the form: the value beside the one before and the target, by area, with reason and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from smartcity.domain.outcomes import Outcome
from smartcity.domain.queue import ReturnedReading
from smartcity.domain.reading_objections import asks_reason, is_only_replaced
from smartcity.domain.readings import NUMBERS, Entry, Gauge, summed
from smartcity.domain.submission import Ground, Spot, Submission
from smartcity.ui import show
from smartcity.ui.reporting.fields import Form
from smartcity.ui.reporting.proofs import proofs


@dataclass(frozen=True)
class Measured:
    """What the cards are made from; `settled` is the draft as it would be sent, `areas` their names by id."""

    form: Form
    settled: Submission
    ground: Ground
    outcomes: Mapping[int, Outcome]
    returned: Mapping[int, ReturnedReading]
    areas: Mapping[int, str]

    def cards(self) -> None:
        """What is owed and what came back stand open; what was said already is one tap away."""
        say, gauges = show.said(), self.ground.gauges
        known = [number for number in gauges if number in self.outcomes]
        if not known:
            return
        show.heading(say("reading.heading", period=say.period(self.ground.quarter)), say("reading.heading.note"))
        near = [number for number in known if self._is_near(number)]
        for number in near:
            self._card(number, gauges[number])
        self._others([number for number in known if number not in near])

    def _is_near(self, number: int) -> bool:
        is_owed = self.outcomes[number].owes(self.ground.quarter)
        return is_owed or number in self.returned or number in self.form.desk.given.readings

    def _others(self, found: list[int]) -> None:
        if found:
            label = show.said()("reading.others", count=len(found))
            with st.expander(label, on_change="rerun", key="readings-others") as aside:
                if aside.open:
                    for number in found:
                        self._card(number, self.ground.gauges[number])

    def _card(self, number: int, gauge: Gauge) -> None:
        entry = self.settled.readings.get(number, Entry())
        outcome, quarter = self.outcomes[number], self.ground.quarter
        with st.container(border=True, key=f"reading-{number}"):
            show.block("reading_card", o=outcome, gauge=gauge, quarter=quarter, returned=self.returned.get(number))
            self._fields(number, gauge, None)
            if gauge.areas:
                self._areas(number, gauge, entry)
            found = asks_reason(entry, gauge)
            after = outcome.as_if_read(quarter, entry.city.reading, gauge.span) if _is_read(entry) else None
            if after or found:
                show.block("reading_echo", after=after, entry=entry, doubts=found)
            if found or entry.reason:
                label = show.said()("reading.why_replaced" if is_only_replaced(found) else "reading.why")
                self.form.text(Spot("reason", None, number), label)
            self._more(number)

    def _fields(self, number: int, gauge: Gauge, area: int | None) -> None:
        """Of the city under what is asked, of an area under its name."""
        say, unit = show.said(), self.outcomes[number].card.unit
        columns = st.columns(len(gauge.fields)) if len(gauge.fields) > 1 else [st.container()]
        for column, name in zip(columns, gauge.fields, strict=True):
            asked = say(f"reading.{name}", unit=unit)
            whose = [] if area is None else [self.areas.get(area, "")]
            label = ": ".join([*whose, asked] if area is None or len(gauge.fields) > 1 else whose)
            with column:
                is_beside = area is None and name == "value"
                self.form.line(
                    Spot(name, None, number, area), label, is_number=name in NUMBERS, is_told_beside=is_beside
                )

    def _areas(self, number: int, gauge: Gauge, entry: Entry) -> None:
        """By kecamatan where one wants to; where they add up their sum stands for the city."""
        say, used = show.said(), bool(entry.areas)
        key = f"areas-{number}"
        with st.expander(say("reading.areas"), expanded=used, on_change="rerun", key=key, type="compact") as door:
            if not (door.open or used):
                return
            half = -(-len(gauge.areas) // 2)
            for column, found in zip(st.columns(2), (gauge.areas[:half], gauge.areas[half:]), strict=True):
                with column:
                    for area in found:
                        self._fields(number, gauge, area)
            total = summed(entry, gauge) if gauge.is_additive else None
            if total is not None and not total.is_blank:
                show.note(say("reading.sum", total=say.measured(total.reading)))

    def _more(self, number: int) -> None:
        given = self.form.desk.given.readings.get(number, Entry())
        used = bool(given.note or given.proofs or given.is_not_applicable)
        label = show.said()("reading.more")
        with st.expander(label, expanded=used, on_change="rerun", key=f"more-reading-{number}", type="compact") as more:
            if more.open or used:
                self.form.check(Spot("is_not_applicable", None, number), show.said()("reading.not_applicable"))
                self.form.text(Spot("note", None, number), show.said()("report.form.note"))
                proofs(self.form, Spot("proofs", None, number), ())


def _is_read(entry: Entry) -> bool:
    return not entry.city.is_blank and not entry.city.unreadable
