"""Choices that are kept like typed words: days, hours, options and ticks come back on any device.

They stand outside forms: what is chosen inside one is told to the server only when the form is sent.
"""

import json
from collections.abc import Callable, Collection
from datetime import date, time
from typing import Any

import streamlit as st

from smartcity.commands.reporting.field_drafts import save_fields
from smartcity.domain.reporting.drafts import FieldPlace
from smartcity.ui.components import input_fields
from smartcity.ui.frame.commands import submit

_PLACES = "choice-drafts-places"


def chosen(place: FieldPlace, key: str, default: object, read: Callable[[Any], object]) -> dict[str, Any]:
    """Key and callback for a widget; it begins with what the account chose before, or else with `default`.

    `read` turns what is stored into what the widget holds, and raises ValueError for what fits no more.
    """
    places = st.session_state.setdefault(_PLACES, {})
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
    draft = input_fields.drafts().get(place)
    if draft is None or draft.text is None:
        return default
    try:
        return read(json.loads(draft.text))
    except (ValueError, TypeError):
        return default


def _keep(place: FieldPlace, key: str) -> None:
    typed = json.dumps(st.session_state[key], default=lambda value: value.isoformat())
    submit(save_fields, place.form, place.thing, {place.field: typed})
