"""Builds the address of a wall: what a television without a keyboard is to be told once."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.readings import typed_number
from smartcity.domain.wall import (
    LEAST_SECONDS,
    MOST_SECONDS,
    SECONDS,
    View,
    WallMode,
    WallOptions,
    type_scale,
    wall_query,
)
from smartcity.settings import settings
from smartcity.ui import number_fields, show

ADDRESS = "address"
NAMES = {"default": None, "yes": True, "no": False}


def address_of(query: Mapping[str, str]) -> str:
    return f"{settings().public_url.rstrip('/')}/layar{'?' if query else ''}{urlencode(query, safe=',')}"


def builder() -> None:
    say = show.said()
    show.heading(say("walls.build"), say("walls.build.note"))
    left, middle, right = st.columns(3, gap="medium")
    with left:
        mode = st.selectbox(say("walls.mode"), list(WallMode), format_func=say.words.label)
        seconds = _number("seconds", LEAST_SECONDS, MOST_SECONDS, str(SECONDS))
    with middle:
        metres = _number("metres", 1, 50, placeholder="6")
        inches = _number("inches", 10, 500, placeholder="55")
    with right:
        names = st.selectbox(say("walls.names"), list(NAMES), format_func=lambda key: say(f"walls.names.{key}"))
        is_dark = st.toggle(say("walls.dark"))
    views = st.multiselect(
        say("walls.views"), list(View), format_func=say.words.label, placeholder=say("walls.views.all")
    )
    options = WallOptions(
        mode=WallMode(mode or WallMode.AUTOMATIC),
        seconds=int(seconds or SECONDS),
        views=tuple(views) or tuple(View),
        scale=type_scale(metres, inches),
        is_dark=is_dark,
        shows_names=NAMES[names or "default"],
        language=say.words.language,
    )
    _sized(options, is_known=metres is not None and inches is not None)
    st.code(address_of(wall_query(options, metres, inches)), language=None, wrap_lines=True)


def _number(field: str, least: int, most: int, value: str = "", **options: Any) -> float | None:
    """As people write it; what is no number, or out of its range, is said and counts as none."""
    say, place = show.said(), FieldPlace(DraftForm.SCREEN, ADDRESS, field)
    typed = number_fields.number_input(place, say(f"walls.{field}"), value, key=f"address-{field}", **options)
    number = typed_number(typed)
    if number is not None and least <= number <= most:
        return float(number)
    if typed.strip():
        st.error(say("walls.out_of_range", least=least, most=most), icon=":material/block:")
    return None


def _sized(options: WallOptions, *, is_known: bool) -> None:
    """Whether the farthest seat can read it."""
    say, scale = show.said(), options.scale
    if not is_known:
        return
    if scale.is_readable:
        show.note(say("walls.readable", size=say.words.number(round(scale.smallest), 0), rows=scale.rows))
    else:
        st.warning(say("walls.unreadable"), icon=":material/visibility_off:")
