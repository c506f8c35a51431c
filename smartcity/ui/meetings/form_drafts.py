"""Drafts of whole forms: kept by what the form is about; one text that several may write at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from smartcity.commands.reporting.field_drafts import fields_of, save_fields
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.domain.text import clean
from smartcity.store.engine import current_engine, reading
from smartcity.ui.components import input_fields
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import refusal_slot, submit, submit_at
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.frame.visitor import me


@dataclass(frozen=True, slots=True)
class FormDraft:
    """`thing` names what it is about, as `agenda_item:7`; its fields are widgets under `key(field)`."""

    form: DraftForm
    thing: str

    def key(self, field: str) -> str:
        return f"{self.form.value}-{self.thing.replace(':', '-')}-{field}"

    def stored(self) -> dict[str, object]:
        """What this account typed on any device."""
        with reading(current_engine()) as session:
            return fields_of(session, me(), self.form, self.thing)

    def stored_text(self, field: str) -> str | None:
        """A text of these, as of this run: read once for all forms."""
        draft = input_fields.drafts().get(FieldPlace(self.form, self.thing, field))
        return draft.text if draft is not None else None

    def fill(self, defaults: Mapping[str, object]) -> None:
        """Gives fields that this page does not hold yet what was typed before, or else the default."""
        missing = [field for field in defaults if self.key(field) not in st.session_state]
        typed = self.stored() if missing else {}
        for field in missing:
            default = defaults[field]
            st.session_state[self.key(field)] = _from_json(typed[field], default) if field in typed else default

    def typed(self, field: str, label: str, *, also: Sequence[str] = (), **options: Any) -> None:
        """A text, kept while it is typed and when it is left; `also` are fields kept with it."""
        place = FieldPlace(self.form, self.thing, field)
        input_fields.mark(place, self.key(field), is_sent_when_left=True)
        args = (field, *also)
        st.text_area(plain_label(label), key=self.key(field), on_change=self.save, args=args, **options)

    def save(self, *fields: str) -> None:
        """For callbacks: keeps what stands in these fields now."""
        values = {field: _to_json(self.value(field)) for field in fields}
        submit(save_fields, self.form, self.thing, values)

    def value(self, field: str) -> object:
        return st.session_state.get(self.key(field))

    def text(self, field: str) -> str:
        return str(self.value(field) or "")

    def put(self, **values: object) -> None:
        """Into the fields, before they are drawn, and into the draft."""
        for field, value in values.items():
            st.session_state[self.key(field)] = value
        self.save(*values)

    def forget(self, *fields: str) -> None:
        """It was sent: the draft ends, and the fields begin anew."""
        input_fields.end(self.form, self.thing)
        for field in fields:
            st.session_state.pop(self.key(field), None)


def _to_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _from_json(value: object, default: object) -> object:
    """As the field holds it; a day as a day. What does not fit is the default."""
    if not isinstance(default, date) or value is None:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return default


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
    refusal_slot(draft.key(TEXT))
    draft.typed(TEXT, label, also=(SEEN,), height=height, label_visibility="collapsed")


def save(draft: FormDraft, command: Callable[..., object], subject: object) -> bool:
    """`command(…, subject, text, seen=…)`; whether what stands in the field is saved."""
    typed = draft.text(TEXT)
    done = submit_at(draft.key(TEXT), command, subject, typed, seen=draft.text(SEEN))
    if done:
        draft.forget(TEXT, SEEN)
    return done


def unsaved(draft: FormDraft, stored: str) -> str | None:
    """What this account typed and did not save, where it is not what stands."""
    text = clean(draft.stored_text(TEXT) or "")
    return text if text and text != stored else None


def _beside(draft: FormDraft, stored: str) -> None:
    """The other's text, and the ways on: both, the other's, or only one's own."""
    say = show.formatter()
    show.render("meetings/newer_text", text=stored)
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
