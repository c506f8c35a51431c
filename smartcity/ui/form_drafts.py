"""What is typed into a form and not sent: it belongs to what the form is about, not to this browser's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from smartcity.commands.field_drafts import fields_of, save_fields
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui import field_drafts
from smartcity.ui.act import carry_out
from smartcity.ui.actor import me
from smartcity.ui.plain import plain_label


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
        found = field_drafts.drafts().get(FieldPlace(self.form, self.thing, field))
        return found.text if found is not None else None

    def fill(self, defaults: Mapping[str, object]) -> None:
        """Gives fields that this page does not hold yet what was typed before, or else the default."""
        missing = [field for field in defaults if self.key(field) not in st.session_state]
        typed = self.stored() if missing else {}
        for field in missing:
            default = defaults[field]
            st.session_state[self.key(field)] = _thawed(typed[field], default) if field in typed else default

    def typed(self, field: str, label: str, *, also: Sequence[str] = (), **options: Any) -> None:
        """A text, kept while it is typed and when it is left; `also` are fields kept with it."""
        place = FieldPlace(self.form, self.thing, field)
        field_drafts.mark(place, self.key(field), is_sent_when_left=True)
        args = (field, *also)
        st.text_area(plain_label(label), key=self.key(field), on_change=self.save, args=args, **options)

    def save(self, *fields: str) -> None:
        """For callbacks: keeps what stands in these fields now."""
        values = {field: _frozen(self.value(field)) for field in fields}
        carry_out(save_fields, self.form, self.thing, values)

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
        field_drafts.end(self.form, self.thing)
        for field in fields:
            st.session_state.pop(self.key(field), None)


def _frozen(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _thawed(value: object, default: object) -> object:
    """As the field holds it; a day as a day. What does not fit is the default."""
    if not isinstance(default, date) or value is None:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return default
