"""One open report in this browser: what it shows, kept on the server field by field, and sent once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import streamlit as st

from smartcity.commands import report_drafts, reporting
from smartcity.commands.report_drafts import Draft
from smartcity.commands.reporting import Receipt, Sending
from smartcity.domain.field_drafts import DraftForm, report_thing
from smartcity.domain.kinds import Claim
from smartcity.domain.periods import Period
from smartcity.domain.plan import Programme
from smartcity.domain.submission import Ground, Spot, Submission, spot_of
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui import field_drafts
from smartcity.ui.act import now, tried
from smartcity.ui.actor import me
from smartcity.ui.moment import today


@dataclass
class Desk:
    """`begun` is the draft it stands on; `typed` are the fields changed here, `unsaved` those not kept yet.

    `beside` are those that the draft of the report does not hold: they are kept field by field.
    """

    about: Programme
    period: Period
    begun: Draft
    given: Submission
    saved_at: datetime | None = None
    typed: set[Spot] = field(default_factory=set)
    unsaved: set[Spot] = field(default_factory=set)
    beside: set[Spot] = field(default_factory=set)
    refusals: dict[Spot, list[str]] = field(default_factory=dict)
    uploads: int = 0
    was_sent: bool = False
    refusal: str | None = None
    receipt: Receipt | None = None

    @property
    def programme(self) -> str:
        return self.about.code

    @property
    def period_id(self) -> int:
        return self.period.id

    @property
    def is_untouched(self) -> bool:
        """Whether there is nothing here that could be lost."""
        return self.saved_at is None and not self.typed and self.receipt is None

    def key(self, spot: Spot) -> str:
        return f"lapor-{self.programme}-{self.period_id}-{spot.place}-{spot.name}"

    def place(self, spot: Spot, value: object) -> str:
        """The widget's key, with `value` in it; what is being typed there is left alone while it says the same."""
        key = self.key(spot)
        if key not in st.session_state or st.session_state[key] != value:
            st.session_state[key] = value
        return key

    def take(self, spot: Spot) -> None:
        """Called when a widget changed: its value goes into the draft."""
        value = st.session_state[self.key(spot)]
        changes: dict[Spot, object] = {spot: "" if value is None and spot.is_text else value}
        day = Spot("achieved_on", spot.milestone)
        if spot.name == "claim" and value is Claim.DONE and self.given.at(day) is None and not self._is_late(spot):
            changes[day] = today()
        self.put(changes)

    def _is_late(self, spot: Spot) -> bool:
        """Past its promise: when it was done is not guessed."""
        return any(m.id == spot.milestone and m.facts.due_on < today() for m in self.about.milestones)

    def put(self, changes: Mapping[Spot, object]) -> None:
        """Shows and keeps; what could not be kept stays on the screen and is tried again with the next change."""
        for spot, value in changes.items():
            self.given = self.given.having(spot, value)
        self.typed |= set(changes)
        self.unsaved |= set(changes)
        self._save()

    def take_typed(self) -> None:
        """What was typed before this desk was opened and never left its field, here or on another device."""
        thing = report_thing(self.programme, self.period_id)
        for place, draft in field_drafts.drafts().items():
            spot = spot_of(place.field) if (place.form, place.thing) == (DraftForm.REPORT, thing) else None
            if spot is not None and draft.text is not None:
                self.given = self.given.having(spot, draft.text)
                self.beside.add(spot)
                self.saved_at = max(self.saved_at or draft.saved_at, draft.saved_at)
        self.typed |= self.beside

    def _save(self) -> None:
        values = {spot: self.given.at(spot) for spot in self.unsaved | self.beside}
        args = (self.programme, self.period_id, values)
        saved, self.refusal = tried(report_drafts.save_draft, *args, begun=self.begun, at=now())
        if saved is not None:
            self.saved_at, self.unsaved, self.beside = saved.saved_at, set(), set()

    def send(self) -> None:
        """A second press finds the receipt of the first."""
        if self.receipt is not None:
            return
        self.was_sent = True
        sending = Sending(
            self.programme, self.period_id, self.given, self.begun.key, self.begun.based_on, settings().evidence_folder
        )
        self.receipt, self.refusal = tried(reporting.submit, sending, at=now())

    def rebase(self, given: Submission, newest: int) -> None:
        """After a conflict: the chosen words on top of what the others sent."""
        chosen = Draft(given, uuid4().hex, newest, now())
        saved, self.refusal = tried(report_drafts.rebase_draft, self.programme, self.period_id, chosen, at=now())
        if saved is not None:
            self.begun, self.given, self.saved_at = saved, saved.given, saved.saved_at
            self.typed, self.unsaved, self.was_sent = set(), set(), False

    def discard(self) -> None:
        """Back to what was sent last."""
        _, self.refusal = tried(report_drafts.discard_draft, self.programme, self.period_id, at=now())
        if self.refusal is None:
            st.session_state.pop(_slot(self.programme, self.period_id), None)


def _slot(programme: str, period_id: int) -> str:
    return f"desk-{programme}-{period_id}"


def opened(programme: Programme, ground: Ground, before: Submission) -> Desk:
    """The desk of this session, with what other devices of the account have kept; `before` is what was sent last."""
    slot = _slot(programme.code, ground.period.id)
    kept, desk = _kept(programme.code, ground.period.id), st.session_state.get(slot)
    if isinstance(desk, Desk) and kept is not None:
        desk.given, desk.saved_at = _overlaid(kept.given, desk), kept.saved_at
    elif not isinstance(desk, Desk) or (desk.is_untouched and ground.newest > desk.begun.based_on):
        begun = kept or Draft(before, uuid4().hex, ground.newest, ground.at)
        desk = Desk(programme, ground.period, begun, begun.given, kept.saved_at if kept else None)
        desk.take_typed()
        st.session_state[slot] = desk
    return desk


def _kept(programme: str, period_id: int) -> Draft | None:
    with reading(current_engine()) as session:
        return report_drafts.draft_of(session, me(), programme, period_id)


def _overlaid(given: Submission, desk: Desk) -> Submission:
    """What was typed here wins over what came from elsewhere: this screen shows it, and will send it."""
    for spot in desk.typed:
        given = given.having(spot, desk.given.at(spot))
    return given


def put_away() -> None:
    """Back at the list: the server has what was typed, and a receipt was read. What could not be kept stays open."""
    desks = [(slot, desk) for slot, desk in st.session_state.items() if isinstance(desk, Desk)]
    for slot, desk in desks:
        if desk.receipt is not None or not desk.unsaved:
            del st.session_state[slot]


def sent(programme: str) -> Desk | None:
    """The desk of this session whose report on the programme (by code) was just sent."""
    desks = (desk for desk in st.session_state.values() if isinstance(desk, Desk))
    return next((desk for desk in desks if desk.programme == programme and desk.receipt is not None), None)
