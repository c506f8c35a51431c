"""What the mayor will see, before it is sent: the report as his screens show it, and what it does to the figures."""

import streamlit as st

from smartcity.domain.outlook import as_if_sent, changed
from smartcity.domain.plan import PlanCard, Programme
from smartcity.domain.submission import Ground, Submission
from smartcity.ui import show


def preview(programme: Programme, settled: Submission, ground: Ground, card: PlanCard) -> None:
    """Computed by the same rules as every other screen, made only when opened."""
    say = show.said()
    with st.expander(say("report.preview"), on_change="rerun", key="preview", icon=":material/visibility:") as door:
        if door.open:
            after = as_if_sent(programme, settled, ground, card)
            show.block(
                "report_preview", before=programme, after=after, changed=changed(programme, after), given=settled
            )
            show.block("reports", reports=[after.report])
