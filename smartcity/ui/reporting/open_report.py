"""One open report in this browser: its values, kept on the server field by field, sent once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import streamlit as st

from smartcity.commands.reporting import report_drafts, submission
from smartcity.commands.reporting.report_drafts import Draft
from smartcity.commands.reporting.submission import Receipt, Sending
from smartcity.domain.calendar import Period
from smartcity.domain.enums import Claim
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.reporting.drafts import DraftForm, report_thing
from smartcity.domain.reporting.submission import FieldRef, ReportContext, Submission, field_ref
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.ui.components import input_fields
from smartcity.ui.frame.commands import now, run_with_reason
from smartcity.ui.frame.request_context import today
from smartcity.ui.frame.visitor import me


@dataclass
class OpenReport:
    """`begun` is the draft it stands on; `typed` are the fields changed here, `unsaved` those not kept yet.

    `beside` are those that the draft of the report does not hold: they are kept field by field.
    """

    about: Programme
    period: Period
    begun: Draft
    given: Submission
    saved_at: datetime | None = None
    typed: set[FieldRef] = field(default_factory=set)
    unsaved: set[FieldRef] = field(default_factory=set)
    beside: set[FieldRef] = field(default_factory=set)
    refusals: dict[FieldRef, list[str]] = field(default_factory=dict)
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

    def key(self, ref: FieldRef) -> str:
        return f"lapor-{self.programme}-{self.period_id}-{ref.place}-{ref.name}"

    def place(self, ref: FieldRef, value: object) -> str:
        """The widget's key, with `value` in it; what is being typed there is left alone while it says the same."""
        key = self.key(ref)
        if key not in st.session_state or st.session_state[key] != value:
            st.session_state[key] = value
        return key

    def take(self, ref: FieldRef) -> None:
        """Called when a widget changed: its value goes into the draft."""
        value = st.session_state[self.key(ref)]
        changes: dict[FieldRef, object] = {ref: "" if value is None and ref.is_text else value}
        day = FieldRef("achieved_on", ref.milestone)
        if ref.name == "claim" and value is Claim.DONE and self.given.at(day) is None and not self._is_late(ref):
            changes[day] = today()
        self.put(changes)

    def _is_late(self, ref: FieldRef) -> bool:
        """Past its promise: when it was done is not guessed."""
        return any(m.id == ref.milestone and m.facts.due_on < today() for m in self.about.milestones)

    def put(self, changes: Mapping[FieldRef, object]) -> None:
        """Shows and keeps; what could not be kept stays on the screen and is tried again with the next change."""
        for ref, value in changes.items():
            self.given = self.given.having(ref, value)
        self.typed |= set(changes)
        self.unsaved |= set(changes)
        self._save()

    def take_typed(self) -> None:
        """What was typed before this desk was opened and never left its field, here or on another device."""
        thing = report_thing(self.programme, self.period_id)
        for place, draft in input_fields.drafts().items():
            ref = field_ref(place.field) if (place.form, place.thing) == (DraftForm.REPORT, thing) else None
            if ref is not None and draft.text is not None:
                self.given = self.given.having(ref, draft.text)
                self.beside.add(ref)
                self.saved_at = max(self.saved_at or draft.saved_at, draft.saved_at)
        self.typed |= self.beside

    def _save(self) -> None:
        values = {ref: self.given.at(ref) for ref in self.unsaved | self.beside}
        args = (self.programme, self.period_id, values)
        saved, self.refusal = run_with_reason(report_drafts.save_draft, *args, begun=self.begun, at=now())
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
        self.receipt, self.refusal = run_with_reason(submission.submit, sending, at=now())

    def rebase(self, given: Submission, newest: int) -> None:
        """After a conflict: the chosen words on top of what the others sent."""
        chosen = Draft(given, uuid4().hex, newest, now())
        saved, self.refusal = run_with_reason(
            report_drafts.rebase_draft, self.programme, self.period_id, chosen, at=now()
        )
        if saved is not None:
            self.begun, self.given, self.saved_at = saved, saved.given, saved.saved_at
            self.typed, self.unsaved, self.was_sent = set(), set(), False

    def discard(self) -> None:
        """Back to what was sent last."""
        _, self.refusal = run_with_reason(report_drafts.discard_draft, self.programme, self.period_id, at=now())
        if self.refusal is None:
            st.session_state.pop(_slot(self.programme, self.period_id), None)


def _slot(programme: str, period_id: int) -> str:
    return f"desk-{programme}-{period_id}"


def open_report(programme: Programme, context: ReportContext, before: Submission) -> OpenReport:
    """The desk of this session, with what other devices of the account have kept; `before` is what was sent last."""
    slot = _slot(programme.code, context.period.id)
    stored, desk = _stored_draft(programme.code, context.period.id), st.session_state.get(slot)
    if isinstance(desk, OpenReport) and stored is not None:
        desk.given, desk.saved_at = _with_typed(stored.given, desk), stored.saved_at
    elif not isinstance(desk, OpenReport) or (desk.is_untouched and context.newest > desk.begun.based_on):
        begun = stored or Draft(before, uuid4().hex, context.newest, context.at)
        desk = OpenReport(programme, context.period, begun, begun.given, stored.saved_at if stored else None)
        desk.take_typed()
        st.session_state[slot] = desk
    return desk


def _stored_draft(programme: str, period_id: int) -> Draft | None:
    with reading(current_engine()) as session:
        return report_drafts.draft_of(session, me(), programme, period_id)


def _with_typed(given: Submission, desk: OpenReport) -> Submission:
    """What was typed here wins over what came from elsewhere: this screen shows it, and will send it."""
    for ref in desk.typed:
        given = given.having(ref, desk.given.at(ref))
    return given


def close_finished() -> None:
    """Back at the list: the server has what was typed, and a receipt was read. What could not be kept stays open."""
    desks = [(slot, desk) for slot, desk in st.session_state.items() if isinstance(desk, OpenReport)]
    for slot, desk in desks:
        if desk.receipt is not None or not desk.unsaved:
            del st.session_state[slot]


def sent_report(programme: str) -> OpenReport | None:
    """The desk of this session whose report on the programme (by code) was just sent."""
    desks = (desk for desk in st.session_state.values() if isinstance(desk, OpenReport))
    return next((desk for desk in desks if desk.programme == programme and desk.receipt is not None), None)
