"""Fields whose content is kept as a draft: words and numbers while they are typed, choices once they are made."""

import json
import re
from collections.abc import Callable, Collection
from datetime import date, time
from typing import Any

import streamlit as st

from smartcity.commands.reporting.field_drafts import discard_fields, save_fields
from smartcity.domain.reporting.drafts import DraftForm, DraftText, FieldPlace
from smartcity.presentation.measures import number_echo
from smartcity.queries.submissions import account_field_drafts
from smartcity.store.engine import current_engine, reading
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import now, run_with_reason, submit
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.frame.visitor import me

_READ, _PLACES = "field-drafts-read", "field-drafts-places"


def begin_run() -> None:
    """Called by the frame: what the account keeps is read once per run, and only where a field asks for it."""
    st.session_state.pop(_READ, None)


def text_area(place: FieldPlace, label: str, value: str = "", *, key: str, **options: Any) -> str:
    """As `st.text_area`; `value` is what stands there while nothing is typed."""
    _begin(place, key, value)
    return st.text_area(plain_label(label), key=key, **options) or ""


def text_input(
    place: FieldPlace,
    label: str,
    value: str = "",
    *,
    key: str,
    is_sent_when_left: bool = False,
    is_number: bool = False,
    **options: Any,
) -> str:
    """As `st.text_input`."""
    _begin(place, key, value, is_sent_when_left=is_sent_when_left, is_number=is_number)
    return st.text_input(plain_label(label), key=key, **options) or ""


def file_uploader(place: FieldPlace, label: str, *, key: str, **options: Any) -> Any:
    """As `st.file_uploader`. The script of the page makes photos small, and keeps what was chosen until it is here."""
    uploads = st.file_uploader(plain_label(label), accept_multiple_files=True, key=key, **options)
    show.render("components/upload_mark", place=place, css=css_class(key))
    return uploads


def _begin(place: FieldPlace, key: str, value: str, **kind: bool) -> None:
    """A widget that begins, or is about another thing than in the run before, takes the draft."""
    places = st.session_state.setdefault(_PLACES, {})
    if key not in st.session_state or places.get(key, place) != place:
        draft = drafts().get(place)
        st.session_state[key] = value if draft is None or draft.text is None else draft.text
    mark(place, key, **kind)


def mark(place: FieldPlace, key: str, *, is_sent_when_left: bool = False, is_number: bool = False) -> None:
    """Names the field of the widget with this key for the script of the page; what a number says is told at once."""
    st.session_state.setdefault(_PLACES, {})[key] = place
    if me().account_id is not None:
        whole = drafts().get(place.whole)
        values = {"turn": whole.turn if whole else 0, "is_sent_when_left": is_sent_when_left, "is_number": is_number}
        show.render("components/draft_mark", place=place, css=css_class(key), **values)


def css_class(key: str) -> str:
    """What Streamlit calls the element of this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


def drafts() -> dict[FieldPlace, DraftText]:
    """All that the account is typing, as of this run."""
    if _READ not in st.session_state:
        with reading(current_engine()) as session:
            st.session_state[_READ] = (
                account_field_drafts(session, me().account_id) if me().account_id is not None else {}
            )
    kept_drafts: dict[FieldPlace, DraftText] = st.session_state[_READ]
    return kept_drafts


def return_button() -> None:
    """Where words are kept: a button nobody sees, which the script of the page presses when the line is back.

    A server that was started anew knows nothing of the open page before it has drawn it once.
    """
    if _READ in st.session_state and me().account_id is not None:
        st.button(show.formatter()("field_draft.return"), key="line-back")


def end(form: DraftForm, thing: str, *emptied: str) -> None:
    """For callbacks, after the form was sent or given up: its drafts are gone; the named widgets are empty again."""
    run_with_reason(discard_fields, form, thing, at=now())
    for key in emptied:
        st.session_state[key] = ""


LONGEST = 40


def number_input(place: FieldPlace, label: str, value: str = "", *, key: str, **options: Any) -> str:
    """As `field_drafts.text_input`, for a number: `readings.typed_number` reads it."""
    typed = text_input(place, label, value, key=key, max_chars=LONGEST, is_number=True, **options)
    echo(key, typed)
    return typed


def echo(key: str, typed: str, *, is_told_beside: bool = False) -> None:
    """Under the field with this key; the script of the page renews it. What stands beside it is not told twice."""
    words = show.formatter().words
    text = "" if is_told_beside and typed.strip() else number_echo(words, typed)
    show.render("components/number_echo", css=css_class(key), text=text)


_CHOSEN_FOR = "choice-drafts-places"


def chosen(place: FieldPlace, key: str, default: object, read: Callable[[Any], object]) -> dict[str, Any]:
    """Key and callback for a widget; it begins with what the account chose before, or else with `default`.

    `read` turns what is stored into what the widget holds, and raises ValueError for what fits no more.
    """
    places = st.session_state.setdefault(_CHOSEN_FOR, {})
    if key not in st.session_state or places.get(key, place) != place:
        st.session_state[key] = _stored(place, default, read)
    places[key] = place
    return {"key": key, "on_change": _keep, "args": (place, key)}


def one_of(options: Collection[Any]) -> Callable[[Any], object]:
    """For `chosen`: one of these, or none."""

    def read(value: object) -> object:
        if value is not None and value not in options:
            raise ValueError(value)
        return value

    return read


def several_of(options: Collection[Any]) -> Callable[[Any], object]:
    """For `chosen`: those of these that are left."""
    return lambda values: [value for value in values if value in options]


def day(value: Any) -> date | None:
    """For `chosen`."""
    return None if value is None else date.fromisoformat(value)


def hour(value: Any) -> time | None:
    """For `chosen`."""
    return None if value is None else time.fromisoformat(value)


def words(value: Any) -> str | None:
    """For `chosen`."""
    return None if value is None else str(value)


def _stored(place: FieldPlace, default: object, read: Callable[[Any], object]) -> object:
    draft = drafts().get(place)
    if draft is None or draft.text is None:
        return default
    try:
        return read(json.loads(draft.text))
    except (ValueError, TypeError):
        return default


def _keep(place: FieldPlace, key: str) -> None:
    typed = json.dumps(st.session_state[key], default=lambda value: value.isoformat())
    submit(save_fields, place.form, place.thing, {place.field: typed})
