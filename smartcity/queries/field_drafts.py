"""What an account is typing and has not sent, field by field; nobody reads another's."""

from sqlmodel import Session, select

from smartcity.domain.field_drafts import DraftForm, DraftText, FieldPlace
from smartcity.store.tables import FieldDraft

_FORMS = {form.value: form for form in DraftForm}


def of_account(session: Session, account_id: int | None) -> dict[FieldPlace, DraftText]:
    """Every text that was typed and not sent, and every form that was sent for how often it was."""
    rows = session.exec(select(FieldDraft).where(FieldDraft.account_id == account_id)).all()
    known = [(FieldPlace(_FORMS[row.form], row.thing, row.field), row) for row in rows if row.form in _FORMS]
    return {place: DraftText(_text(row.value.get("v")), row.turn, row.saved_at) for place, row in known}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
