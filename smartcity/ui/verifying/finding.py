"""Finding one of many verified things: by agency, by programme, by a piece of text."""

from collections.abc import Iterable, Sequence

import streamlit as st

from smartcity.domain.plan import Agency, Programme
from smartcity.ui import show
from smartcity.ui.answers import standing_on
from smartcity.ui.filters import picked
from smartcity.ui.verifying.cases import Case

ALL = ""


def narrowed(cases: Sequence[Case]) -> list[Case]:
    """Those that fit the three filters above them."""
    say, programmes = show.said(), {p.code: p for p in standing_on().programmes}
    agencies = {case.agency.code: case.agency for case in cases if case.agency}
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        agency = picked(say("column.agency"), "opd", _names(say("programme.filter.all"), agencies.values()))
    with middle:
        found = [
            programmes[code] for code in sorted({code for case in cases for code in case.programmes} & {*programmes})
        ]
        programme = picked(say("column.programme"), "program", _names(say("programme.filter.all"), found))
    with right:
        text = st.text_input(say("queue.find"), key="queue-find", placeholder=say("queue.find.hint"))
    return [case for case in cases if _fits(case, agency, programme, (text or "").strip().casefold())]


def _names(every: str, found: Iterable[Agency | Programme]) -> dict[str, str]:
    return {ALL: every, **{one.code: one.name for one in found}}


def _fits(case: Case, agency: str, programme: str, text: str) -> bool:
    is_theirs = not agency or (case.agency is not None and case.agency.code == agency)
    return is_theirs and (not programme or programme in case.programmes) and text in case.name.casefold()
