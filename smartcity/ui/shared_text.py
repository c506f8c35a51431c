"""One text that several may write at once: who comes second sees what the first wrote beside his own."""

from collections.abc import Callable

import streamlit as st

from smartcity.domain.texts import clean
from smartcity.ui import show
from smartcity.ui.form_drafts import FormDraft
from smartcity.ui.plain import plain_label
from smartcity.ui.refusals import done_at, refusal

TEXT, SEEN = "text", "seen"


def shared_text(draft: FormDraft, label: str, stored: str, *, height: int = 110) -> None:
    """The field; `stored` is what stands now, the draft's `seen` what stood when this text was begun."""
    draft.fill({TEXT: stored, SEEN: stored})
    if draft.text(SEEN) != stored and draft.text(TEXT) in (draft.text(SEEN), stored):
        for field in (TEXT, SEEN):
            st.session_state[draft.key(field)] = stored
    st.session_state[draft.key(SEEN)] = draft.text(SEEN)
    if draft.text(SEEN) != stored:
        _beside(draft, stored)
    refusal(draft.key(TEXT))
    draft.typed(TEXT, label, also=(SEEN,), height=height, label_visibility="collapsed")


def save(draft: FormDraft, command: Callable[..., object], subject: object) -> bool:
    """`command(…, subject, text, seen=…)`; whether what stands in the field is saved."""
    typed = draft.text(TEXT)
    done = done_at(draft.key(TEXT), command, subject, typed, seen=draft.text(SEEN))
    if done:
        draft.forget(TEXT, SEEN)
    return done


def unsaved(draft: FormDraft, stored: str) -> str | None:
    """What this account typed and did not save, where it is not what stands."""
    text = clean(draft.stored_text(TEXT) or "")
    return text if text and text != stored else None


def _beside(draft: FormDraft, stored: str) -> None:
    """The other's text, and the ways on: both, the other's, or only one's own."""
    say = show.said()
    show.block("written_meanwhile", text=stored)
    both = "\n\n".join(part for part in (stored, draft.text(TEXT)) if part)
    ways = {"both": (both, stored), "theirs": (stored, stored), "mine": (draft.text(TEXT), stored)}
    with st.container(horizontal=True):
        for way, (text, seen) in ways.items():
            st.button(
                plain_label(say(f"minutes.meanwhile.{way}")),
                key=f"{draft.key(TEXT)}-{way}",
                type="primary" if way == "both" else "secondary",
                on_click=draft.put,
                kwargs={TEXT: text, SEEN: seen},
            )
