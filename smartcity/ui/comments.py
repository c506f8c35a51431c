"""What advisers said of a programme, and the form of those who may say something."""

from collections.abc import Sequence

import streamlit as st

from smartcity.commands.comments import comment
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.history import Comment
from smartcity.domain.notes import MOST
from smartcity.domain.roles import Act
from smartcity.ui import field_drafts, show
from smartcity.ui.actor import may
from smartcity.ui.refusals import done_at, refusal

KEY = "comment-text"


def comments(programme: str, said: Sequence[Comment]) -> None:
    say = show.said()
    if not said and not may(Act.COMMENT):
        return
    show.heading(say("comment.title"))
    if said:
        show.block("comments", comments=said)
    if may(Act.COMMENT):
        refusal(KEY)
        with st.form(f"comment-{programme}"):
            place = FieldPlace(DraftForm.COMMENT, programme, "text")
            field_drafts.text_area(place, say("comment.label"), key=KEY, max_chars=MOST, height=90)
            st.form_submit_button(say("comment.send"), type="primary", on_click=_send, args=(programme,))


def _send(programme: str) -> None:
    if done_at(KEY, comment, programme, st.session_state[KEY]):
        field_drafts.end(DraftForm.COMMENT, programme, KEY)
        st.toast(show.said()("comment.sent"), icon=":material/task_alt:")
