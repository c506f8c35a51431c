"""What the mayor will see, before it is sent: the report as his screens show it, and what it does to the figures."""

from collections.abc import Mapping

import streamlit as st

from smartcity.domain.outcomes import Outcome
from smartcity.domain.outlook import as_if_sent, changed
from smartcity.domain.periods import PeriodName
from smartcity.domain.plan import PlanCard, Programme
from smartcity.domain.readings import Entry, Gauge
from smartcity.domain.submission import Ground, Submission
from smartcity.ui import show


def preview(
    programme: Programme, settled: Submission, ground: Ground, card: PlanCard, outcomes: Mapping[int, Outcome]
) -> None:
    """Computed by the same rules as every other screen, made only when opened."""
    say = show.said()
    with st.expander(say("report.preview"), on_change="rerun", key="preview", icon=":material/visibility:") as door:
        if door.open:
            after = as_if_sent(programme, settled, ground, card)
            read = [
                (outcomes[number], entry, _after(outcomes[number], entry, ground.gauges[number], ground.quarter))
                for number, entry in settled.readings.items()
                if number in outcomes
            ]
            show.block("report_preview", before=programme, after=after, changed=changed(programme, after), read=read)
            show.block("reports", reports=[after.report], of=after)


def _after(outcome: Outcome, entry: Entry, gauge: Gauge, quarter: PeriodName) -> Outcome:
    return outcome.as_if_read(quarter, entry.read, gauge.span)
