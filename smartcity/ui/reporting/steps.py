"""The milestones of the form: one tap says how each stands; what the claim asks for comes with it."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from smartcity.domain.history import History, Update
from smartcity.domain.kinds import Claim, MilestoneStatus
from smartcity.domain.objections import asks_why
from smartcity.domain.plan import Milestone, Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.submission import Ground, Spot, Step, Submission
from smartcity.ui import show
from smartcity.ui.reporting import waiting
from smartcity.ui.reporting.fields import Form
from smartcity.ui.reporting.proofs import proofs

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
class Steps:
    """What the cards are made from: `settled` is the draft as it would be sent."""

    form: Form
    plan: Portfolio
    settled: Submission
    ground: Ground
    told: History
    returned: Mapping[int, Update]

    def cards(self, programme: Programme) -> None:
        """What came back first, then by urgency; what is not due yet is put aside."""
        open_ones = [m for m in programme.milestones if m.status not in _CLOSED and m.id in self.ground.stages]
        ordered = sorted(open_ones, key=lambda m: (m.id not in self.returned, _ORDER.index(m.status), m.facts.due_on))
        near = [m for m in ordered if m.status is not MilestoneStatus.NOT_YET or m.id in self.form.desk.given.steps]
        for milestone in near:
            self._card(milestone)
        self._later([m for m in ordered if m not in near])
        closed = len(programme.milestones) - len(open_ones)
        if closed:
            show.note(show.said()("report.form.closed", count=closed))

    def _later(self, found: list[Milestone]) -> None:
        if not found:
            return
        with st.expander(show.said()("report.form.later", count=len(found)), on_change="rerun", key="later") as aside:
            if aside.open:
                for milestone in found:
                    self._card(milestone)

    def _card(self, milestone: Milestone) -> None:
        say, number = show.said(), milestone.id
        stage = self.ground.stages[number]
        step = self.settled.steps.get(number, Step())
        claim = step.claim or stage.latest.claim
        with st.container(border=True, key=f"step-{number}"):
            show.block("step", m=milestone, returned=self.returned.get(number), waits=stage.awaits_move)
            options = {option: say(f"report.form.{option.value}") for option in Claim}
            waiting.returned(milestone)
            self.form.choice(Spot("claim", number), milestone.name, options, stage.latest.claim, required=True)
            if claim is Claim.RUNNING:
                self.form.percent(Spot("percent", number), say("report.form.percent"), stage.latest.percent)
            if claim is Claim.DONE:
                self.form.day(Spot("achieved_on", number), say("report.form.achieved_on"), latest=self.ground.today)
                proofs(self.form, Spot("proofs", number), self.told.proofs(number))
            self._words(milestone, step, is_done=claim is Claim.DONE)

    def _words(self, milestone: Milestone, step: Step, *, is_done: bool) -> None:
        """The note stands open where a reason is owed; otherwise one more tap away, with the rest."""
        say, number, note = show.said(), milestone.id, Spot("note", milestone.id)
        why = asks_why(step, self.ground.stages[number], self.ground)
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
                proofs(self.form, Spot("proofs", number), self.told.proofs(number))
                self._move(number, is_waiting=self.ground.stages[number].awaits_move)
                waiting.begin(self.plan, milestone)

    def _move(self, number: int, *, is_waiting: bool) -> None:
        say = show.said()
        if is_waiting:
            show.note(say("objection.move_waits"))
            return
        self.form.day(Spot("new_due_on", number), say("report.form.new_due_on"))
        self.form.text(Spot("move_reason", number), say("report.form.move_reason"))
