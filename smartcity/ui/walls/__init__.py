"""Layar: paired walls and what can be done to one; the builder of a wall's address. Read anew on every run."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from smartcity.commands.access import pairing
from smartcity.domain.access.pairing import Device
from smartcity.domain.enums import Health, Reporting
from smartcity.domain.indicators.readings import typed_number
from smartcity.domain.meetings.wall import (
    LEAST_SECONDS,
    MOST_SECONDS,
    SECONDS,
    View,
    WallMode,
    WallOptions,
    type_scale,
    wall_query,
)
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.i18n.figures import age_text
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table, muted
from smartcity.queries import walls
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.ui.components import input_fields
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import now, run_command, submit
from smartcity.ui.frame.plain_text import distinct_names, plain_sentence

ADDRESS = "address"
NAME_CHOICES = {"default": None, "yes": True, "no": False}


def address_of(query: Mapping[str, str]) -> str:
    return f"{settings().public_url.rstrip('/')}/layar{'?' if query else ''}{urlencode(query, safe=',')}"


def address_builder() -> None:
    say = show.formatter()
    left, middle, right = st.columns(3, gap="medium")
    with left:
        mode = st.selectbox(say("walls.mode"), list(WallMode), format_func=say.words.label)
        seconds = _number("seconds", LEAST_SECONDS, MOST_SECONDS, str(SECONDS))
    with middle:
        metres = _number("metres", 1, 50, placeholder="6")
        inches = _number("inches", 10, 500, placeholder="55")
    with right:
        names = st.selectbox(say("walls.names"), list(NAME_CHOICES), format_func=lambda key: say(f"walls.names.{key}"))
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
        shows_names=NAME_CHOICES[names or "default"],
        language=say.words.language,
    )
    _sized(options, is_known=metres is not None and inches is not None)
    st.code(address_of(wall_query(options, metres, inches)), language=None, wrap_lines=True)


def _number(field: str, least: int, most: int, value: str = "", **options: Any) -> float | None:
    """As people write it; what is no number, or out of its range, is said and counts as none."""
    say, place = show.formatter(), FieldPlace(DraftForm.SCREEN, ADDRESS, field)
    typed = input_fields.number_input(place, say(f"walls.{field}"), value, key=f"address-{field}", **options)
    number = typed_number(typed)
    if number is not None and least <= number <= most:
        return float(number)
    if typed.strip():
        st.error(say("walls.out_of_range", least=least, most=most), icon=":material/block:")
    return None


def _sized(options: WallOptions, *, is_known: bool) -> None:
    """Whether the farthest seat can read it."""
    say, scale = show.formatter(), options.scale
    if not is_known:
        return
    if scale.is_readable:
        show.note(say("walls.readable", size=say.words.number(round(scale.smallest), 0), rows=scale.rows))
    else:
        st.warning(say("walls.unreadable"), icon=":material/visibility_off:")


ALIVE = timedelta(minutes=2)
NEW = "new"
_PAIRED = "walls-paired"


def listed() -> Sequence[Device]:
    with reading(current_engine()) as session:
        return walls.confirmed_devices(session)


def wall_table() -> Table[Device]:
    """Each with what it shows, and whether it was heard of just now."""
    say, at = show.formatter(), now()

    def seen(device: Device) -> Markup:
        """Shape and word, and how long ago."""
        ago = device.last_seen_at
        age = say("check.backup.never") if ago is None else age_text(say.words, (at - ago).total_seconds())
        is_on = _is_on(device, at)
        chip = say.chip(Health.DONE, say("walls.on")) if is_on else say.chip(Reporting.SILENT, say("walls.off"))
        return chip + " " + muted(age)

    columns: tuple[Column[Device], ...] = (
        Column("name", formats.NAME, lambda device: device.name),
        Column("shows", formats.TEXT, _shows),
        Column("seen", formats.INSTANT, lambda device: device.last_seen_at, seen, look="named"),
        Column("since", formats.INSTANT, lambda device: device.confirmed_at),
    )
    return Table("walls", say("screen.walls"), say, listed(), columns, prefix="walls.head")


def _shows(device: Device) -> str:
    """Seen without a view is the meeting's own page."""
    say = show.formatter()
    if device.showing is None:
        return ""
    view = next((view for view in View if view.value == device.showing), None)
    return say.words.label(view) if view else say("walls.in_meeting")


def _is_on(device: Device, at: datetime) -> bool:
    return device.last_seen_at is not None and at - device.last_seen_at <= ALIVE


def headline() -> tuple[str, str]:
    say, devices = show.formatter(), listed()
    alive = sum(_is_on(device, now()) for device in devices)
    title = say("walls.headline", paired=len(devices), alive=alive) if devices else say("walls.headline.none")
    return title, say("walls.sub", address=address_of({}))


def waiting_count() -> int:
    """Walls that ask to be paired."""
    with reading(current_engine()) as session:
        return len(walls.unconfirmed_devices(session, now()))


def pair_form() -> str | None:
    """The name of the wall that was just paired. A refused form keeps what was typed."""
    say, turn = show.formatter(), st.session_state.get(_PAIRED, 0)
    with st.form(f"pair-{turn}", border=False):
        left, right = st.columns(2)
        code = left.text_input(say("walls.code"), placeholder=say("walls.code.example"), max_chars=12)
        with right:
            name = input_fields.text_input(
                FieldPlace(DraftForm.SCREEN, NEW, "name"),
                say("walls.name"),
                key=f"pair-{turn}-name",
                placeholder=say("walls.name.example"),
                max_chars=pairing.LONGEST_NAME,
            )
        if not st.form_submit_button(say("walls.pair.go"), type="primary"):
            return None
        paired = run_command(pairing.confirm, code, name, at=now())
    if paired is not None:
        st.session_state[_PAIRED] = turn + 1
        input_fields.end(DraftForm.SCREEN, NEW)
    return paired


def device_choice(devices: Sequence[Device]) -> Device:
    names = {device.id: device.name for device in devices}
    shown = distinct_names(names, lambda number: names[number])
    number = st.selectbox(show.formatter()("walls.choose"), list(names), format_func=shown, width=320)
    return next(device for device in devices if device.id == number)


def rename(device: Device) -> None:
    say, number, name = show.formatter(), device.id, device.name
    with st.popover(say("reorganise.rename.go")), st.form(f"rename-{number}", border=False):
        place, longest = FieldPlace(DraftForm.SCREEN, str(number), "name"), pairing.LONGEST_NAME
        other = input_fields.text_input(place, say("walls.name"), name, key=f"rename-{number}-name", max_chars=longest)
        if st.form_submit_button(say("walls.rename.go"), type="primary") and submit(pairing.rename, number, other):
            input_fields.end(DraftForm.SCREEN, str(number))


def revoke(device: Device) -> None:
    say, number, name = show.formatter(), device.id, device.name
    with st.popover(say("walls.revoke")):
        st.write(plain_sentence(say("walls.revoke.text", name=name)))
        if st.button(say("walls.revoke.go"), key=f"revoke-{number}", type="primary"):
            run_command(pairing.revoke, number, at=now())
