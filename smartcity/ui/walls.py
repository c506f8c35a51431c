"""The desk of whoever manages the walls. Devices are asked anew on every run: being seen is not in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from smartcity.commands import screens
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.pairing import Device
from smartcity.domain.wall import View
from smartcity.i18n.figures import age_text
from smartcity.queries import walls
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui import field_drafts, show
from smartcity.ui.act import carry_out, now, perform
from smartcity.ui.choices import named_apart
from smartcity.ui.plain import plain_sentence
from smartcity.ui.wall_address import address_of

ALIVE = timedelta(minutes=2)
NEW = "new"
_PAIRED = "walls-paired"


@dataclass(frozen=True, slots=True)
class WallLine:
    """One wall as it stands in the table; `seen` is an age in words."""

    name: str
    shows: str
    seen: str
    is_on: bool
    since: datetime | None


def listed() -> Sequence[Device]:
    with reading(current_engine()) as session:
        return walls.devices(session)


def _line(device: Device, at: datetime) -> WallLine:
    say, seen = show.said(), device.last_seen_at
    age = say("walls.never") if seen is None else age_text(say.words, (at - seen).total_seconds())
    return WallLine(device.name, _shows(device), age, _is_on(device, at), device.confirmed_at)


def _shows(device: Device) -> str:
    """Seen without a view is the meeting's own page."""
    say = show.said()
    if device.showing is None:
        return ""
    view = next((view for view in View if view.value == device.showing), None)
    return say.words.label(view) if view else say("walls.in_meeting")


def _is_on(device: Device, at: datetime) -> bool:
    return device.last_seen_at is not None and at - device.last_seen_at <= ALIVE


def headline(devices: Sequence[Device]) -> None:
    say, address = show.said(), address_of({})
    alive = sum(_is_on(device, now()) for device in devices)
    title = say("walls.headline", paired=len(devices), alive=alive) if devices else say("walls.headline.none")
    show.headline(title, say("walls.sub", address=address))
    with reading(current_engine()) as session:
        waiting = len(walls.waiting(session, now()))
    if waiting:
        show.note(say("walls.waiting", count=waiting))


def pair_form() -> str | None:
    """The name of the wall that was just paired. A refused form keeps what was typed."""
    say, turn = show.said(), st.session_state.get(_PAIRED, 0)
    show.heading(say("walls.pair"))
    with st.form(f"pair-{turn}", border=False):
        left, right = st.columns(2)
        code = left.text_input(say("walls.code"), placeholder=say("walls.code.example"), max_chars=12)
        with right:
            name = field_drafts.text_input(
                FieldPlace(DraftForm.SCREEN, NEW, "name"),
                say("walls.name"),
                key=f"pair-{turn}-name",
                placeholder=say("walls.name.example"),
                max_chars=screens.LONGEST_NAME,
            )
        if not st.form_submit_button(say("walls.pair.go"), type="primary"):
            return None
        paired = perform(screens.confirm, code, name, at=now())
    if paired is not None:
        st.session_state[_PAIRED] = turn + 1
        field_drafts.end(DraftForm.SCREEN, NEW)
    return paired


def greet(name: str) -> None:
    st.success(plain_sentence(show.said()("walls.paired", name=name)), icon=":material/tv:")


def desk(devices: Sequence[Device]) -> None:
    """The table, and under it what can be done to one wall; done things show in the table of the same run."""
    if not devices:
        return
    say, names, table = show.said(), {device.id: device.name for device in devices}, show.place()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        number = st.selectbox(
            say("walls.choose"), list(names), format_func=named_apart(names, lambda key: names[key]), width=320
        )
        _rename(number, names[number])
        _revoke(number, names[number])
    with table:
        show.block("walls", walls=[_line(device, now()) for device in listed()])


def _rename(number: int, name: str) -> None:
    say = show.said()
    with st.popover(say("walls.rename")), st.form(f"rename-{number}", border=False):
        place, longest = FieldPlace(DraftForm.SCREEN, str(number), "name"), screens.LONGEST_NAME
        other = field_drafts.text_input(place, say("walls.name"), name, key=f"rename-{number}-name", max_chars=longest)
        if st.form_submit_button(say("walls.rename.go"), type="primary") and carry_out(screens.rename, number, other):
            field_drafts.end(DraftForm.SCREEN, str(number))


def _revoke(number: int, name: str) -> None:
    say = show.said()
    with st.popover(say("walls.revoke")):
        st.write(plain_sentence(say("walls.revoke.text", name=name)))
        if st.button(say("walls.revoke.go"), key=f"revoke-{number}", type="primary"):
            perform(screens.revoke, number, at=now())
