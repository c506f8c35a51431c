"""The milestones of the form: claim, percentage, evidence, new date; and whom each waits for."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from smartcity.commands.plan import dependencies
from smartcity.domain.enums import Claim, MilestoneStatus
from smartcity.domain.facts.history import History, Update
from smartcity.domain.plan.blockers import matching_agency
from smartcity.domain.plan.dependencies import Blocker, Party
from smartcity.domain.plan.programmes import Agency, Milestone, Programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.domain.reporting.submission import FieldRef, ReportContext, Step, Submission
from smartcity.domain.reporting.validation import asks_why
from smartcity.domain.text import LONGEST_NOTE
from smartcity.ui.components import input_fields
from smartcity.ui.components.input_fields import chosen, day, one_of, words
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import refusal_slot, submit_at
from smartcity.ui.frame.plain_text import distinct_names, plain_label
from smartcity.ui.frame.request_context import today
from smartcity.ui.reporting.evidence import evidence_fields
from smartcity.ui.reporting.fields import ReportForm


def end_wait_buttons(milestone: Milestone) -> None:
    """One button for each that is waited for: it has come."""
    for blocker in milestone.blockers:
        label = plain_label(show.formatter()("wait.end.go", who=blocker.name))
        st.button(
            label, icon=":material/task_alt:", key=f"wait-end-{blocker.wait}", on_click=_end, args=(milestone, blocker)
        )
    refusal_slot(_place(milestone))


def begin_wait(plan: Portfolio, milestone: Milestone) -> None:
    """Whom it waits for: an agency and, where there is one, its milestone; or words of one's own."""
    say, key = show.formatter(), _place(milestone)
    living = {agency.code: agency for agency in plan.active_agencies}
    whom = chosen(FieldPlace(DraftForm.WAIT, milestone.code, "whom"), f"{key}-whom", None, words)
    own = st.session_state[f"{key}-whom"]
    listed = [*living] if own is None or own in living else [*living, own]
    typed = st.selectbox(
        say("wait.begin.whom"),
        listed,
        index=None,
        format_func=distinct_names(listed, lambda code: living[code].name if code in living else code),
        placeholder=say("wait.begin.hint"),
        accept_new_options=True,
        **whom,
    )
    if not typed:
        return
    agency = matching_agency(typed, living.values())
    if agency is not None:
        _which(plan, milestone, agency, f"{key}-which")
    since = chosen(FieldPlace(DraftForm.WAIT, milestone.code, "since"), f"{key}-since", today(), day)
    st.date_input(say("column.since"), max_value=today(), format="DD/MM/YYYY", **since)
    with st.form(key, border=False):
        refusal_slot(f"{key}-begin")
        place = FieldPlace(DraftForm.WAIT, milestone.code, "note")
        input_fields.text_input(place, say("wait.begin.note"), key=f"{key}-note", max_chars=LONGEST_NOTE)
        st.form_submit_button(say("wait.begin.go"), on_click=_begin, args=(milestone, typed, agency))


def _which(plan: Portfolio, milestone: Milestone, agency: Agency, key: str) -> None:
    """The open milestones of that agency; none has to be named."""
    say = show.formatter()
    theirs = [m for p in plan.programmes if p.lead == agency for m in p.milestones]
    open_ones = {m.code: m.name for m in theirs if not m.is_over and m.code != milestone.code}
    st.selectbox(
        plain_label(say("wait.begin.which", who=agency.short_name)),
        list(open_ones),
        index=None,
        format_func=distinct_names(open_ones, lambda code: open_ones[code]),
        placeholder=say("wait.begin.any"),
        **chosen(FieldPlace(DraftForm.WAIT, milestone.code, "which"), key, None, one_of(open_ones)),
    )


def _place(milestone: Milestone) -> str:
    return f"wait-{milestone.code}"


def _begin(milestone: Milestone, whom: str, agency: Agency | None) -> None:
    key, typed = _place(milestone), st.session_state
    which = typed.get(f"{key}-which") if agency else None
    party = Party(milestone=which) if which else Party(agency=agency.code) if agency else Party(outside=whom)
    if submit_at(
        f"{key}-begin",
        dependencies.begin_dependency,
        milestone.code,
        party,
        typed[f"{key}-since"],
        typed[f"{key}-note"],
    ):
        typed[f"{key}-whom"] = None
        input_fields.end(DraftForm.WAIT, milestone.code)
        _toast("wait.begin.done")


def _end(milestone: Milestone, blocker: Blocker) -> None:
    if submit_at(_place(milestone), dependencies.end_dependency, blocker.wait, today()):
        _toast("wait.end.done")


def _toast(key: str) -> None:
    st.toast(show.formatter()(key), icon=":material/task_alt:")


_CLOSED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)
_ORDER = (
    MilestoneStatus.LATE,
    MilestoneStatus.AT_RISK,
    MilestoneStatus.ON_TRACK,
    MilestoneStatus.AWAITING_VERIFICATION,
    MilestoneStatus.POSTPONED,
    MilestoneStatus.NOT_YET,
)


@dataclass(frozen=True)
class MilestoneCards:
    """What the cards are made from: `settled` is the draft as it would be sent."""

    form: ReportForm
    plan: Portfolio
    settled: Submission
    context: ReportContext
    history: History
    returned: Mapping[int, Update]

    def cards(self, programme: Programme) -> None:
        """What came back first, then by urgency; what is not due yet is put aside."""
        open_ones = [m for m in programme.milestones if m.status not in _CLOSED and m.id in self.context.milestones]
        ordered = sorted(open_ones, key=lambda m: (m.id not in self.returned, _ORDER.index(m.status), m.facts.due_on))
        near = [m for m in ordered if m.status is not MilestoneStatus.NOT_YET or m.id in self.form.report.given.steps]
        for milestone in near:
            self._card(milestone)
        self._later([m for m in ordered if m not in near])
        closed = len(programme.milestones) - len(open_ones)
        if closed:
            show.note(show.formatter()("report.form.closed", count=closed))

    def _later(self, milestones: list[Milestone]) -> None:
        if not milestones:
            return
        with st.expander(
            show.formatter()("report.form.later", count=len(milestones)), on_change="rerun", key="later"
        ) as aside:
            if aside.open:
                for milestone in milestones:
                    self._card(milestone)

    def _card(self, milestone: Milestone) -> None:
        say, number = show.formatter(), milestone.id
        state = self.context.milestones[number]
        step = self.settled.steps.get(number, Step())
        claim = step.claim or state.latest.claim
        with st.container(border=True, key=f"step-{number}"):
            show.render("reporting/step", m=milestone, returned=self.returned.get(number), waits=state.awaits_move)
            options = {option: say(f"report.form.{option.value}") for option in Claim}
            end_wait_buttons(milestone)
            self.form.choice(FieldRef("claim", number), milestone.name, options, state.latest.claim, required=True)
            if claim is Claim.RUNNING:
                self.form.percent(FieldRef("percent", number), say("report.form.percent"), state.latest.percent)
            if claim is Claim.DONE:
                self.form.day(
                    FieldRef("achieved_on", number), say("report.form.achieved_on"), latest=self.context.today
                )
                evidence_fields(self.form, FieldRef("proofs", number), self.history.proofs(number))
            self._words(milestone, step, is_done=claim is Claim.DONE)

    def _words(self, milestone: Milestone, step: Step, *, is_done: bool) -> None:
        """The note stands open where a reason is owed; otherwise one more tap away, with the rest."""
        say, number, note = show.formatter(), milestone.id, FieldRef("note", milestone.id)
        why = asks_why(step, self.context.milestones[number], self.context)
        if why is not None:
            self.form.text(note, say(f"report.form.{why}"))
        is_used = step.moves or bool(step.note and why is None) or bool(step.proofs and not is_done)
        label = say("report.form.more.done" if is_done else "report.form.more")
        if is_done and why is not None:
            return
        with st.expander(label, expanded=is_used, on_change="rerun", key=f"more-{number}", type="compact") as more:
            if not (more.open or is_used):
                return
            if why is None:
                self.form.text(note, say("report.form.note"))
            if not is_done:
                evidence_fields(self.form, FieldRef("proofs", number), self.history.proofs(number))
                self._move(number, is_waiting=self.context.milestones[number].awaits_move)
                begin_wait(self.plan, milestone)

    def _move(self, number: int, *, is_waiting: bool) -> None:
        say = show.formatter()
        if is_waiting:
            show.note(say("objection.move_waits"))
            return
        self.form.day(FieldRef("new_due_on", number), say("report.form.new_due_on"))
        self.form.text(FieldRef("move_reason", number), say("report.form.move_reason"))
