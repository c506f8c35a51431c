"""Impor: bring in a workbook as a whole, and take it back as a whole."""

import streamlit as st

from smartcity.commands.plan.diff import Diff
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.ui import imports
from smartcity.ui.frame import show

say = show.formatter()


def accepted(draft: PlanDraft, diff: Diff) -> None:
    if diff.unexplained:
        draft.reason = imports.reason(draft, diff)
    if st.button(say("imports.go"), type="primary", icon=":material/upload_file:"):
        imports.bring_in(draft)
    if draft.warnings:
        show.heading(say("imports.doubts"))
        imports.problems(draft)
        imports.all_problems_link(draft)
    show.heading(say("imports.diff"))
    imports.differences(diff)


def refused(draft: PlanDraft, diff: Diff) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.error(say("imports.errors", count=len(draft.errors)), icon=":material/block:", width="stretch")
        imports.all_problems_link(draft)
    imports.problems(draft)
    with st.expander(say("imports.diff")):
        imports.differences(diff)


show.headline(say("imports.headline"), say("imports.sub"))
imports.newest_import()
show.render("components/upload_words", button=say("imports.choose"), limit=say("imports.limit"))
upload, reading = st.columns([3, 2], vertical_alignment="top")
with upload:
    file = imports.workbook_field()
if file is not None:
    with reading:
        comma, month_first = imports.mark_choice(), imports.order_choice()
    draft_and_diff = imports.dry_run(file, comma=comma, month_first=month_first)
    if draft_and_diff is not None:
        refused(*draft_and_diff) if draft_and_diff[0].errors else accepted(*draft_and_diff)
show.heading(say("imports.history"))
imports.history()
