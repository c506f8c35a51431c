"""The agenda of a meeting: its items, and those that the rules propose to fill the minutes there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from smartcity.domain.errors import present
from smartcity.domain.facts.decisions import Decision, oldest_first
from smartcity.domain.meetings.wall import Timer
from smartcity.domain.plan.programmes import Agency, Programme
from smartcity.domain.portfolio.attention import Concern, fairly, reasons
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Reason
from smartcity.domain.rounding import progress_shown

Subject = tuple[str, int]


class Rule(StrEnum):
    """What puts an item on the agenda, in the order of the agenda; help that only the leader can give opens it."""

    minutes: int

    def __new__(cls, value: str, minutes: int = 0) -> Self:
        """`minutes` is how long each is talked about."""
        rule = str.__new__(cls, value)
        rule._value_, rule.minutes = value, minutes
        return rule

    HELP_NEEDED = "help_needed", 10
    DECISION_OVERDUE = "decision_overdue", 5
    DECISION_OPEN = "decision_open", 3
    BROKEN_PROMISE = "broken_promise", 8
    LATE_UNEXPLAINED = "late_unexplained", 6
    SILENT = "silent", 3
    SEMANGKA = "semangka", 5


OF_PROGRAMMES: Mapping[Reason, Rule] = {
    Reason(rule.value): rule for rule in Rule if rule not in (Rule.DECISION_OVERDUE, Rule.DECISION_OPEN)
}
ORDER = list(Rule)
# Below so many seconds on the walls an item was passed, not discussed.
DISCUSSED_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Proposal:
    """One item as a rule proposes it. `because` holds the facts of its sentence, dates in ISO: it is kept as JSON."""

    rule: Rule
    title: str
    agency: str
    because: Mapping[str, object]
    programme_id: int | None = None
    milestone_id: int | None = None
    decision_id: int | None = None
    asks_leader: bool = False

    @property
    def minutes(self) -> int:
        return self.rule.minutes

    @property
    def subject(self) -> Subject:
        return _subject(self.decision_id, self.programme_id)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of a meeting; `rule` is None when the chair added it. A reader who may not know it sees no title.

    `is_noted` is whether there are minutes of it, which that reader does not see either. One that is put off stands on
    the agenda of the next meeting too, where it `is_carried`.
    """

    id: int
    position: int
    title: str | None
    rule: Rule | None
    timer: Timer
    because: Mapping[str, object] = field(default_factory=dict)
    programme_id: int | None = None
    milestone_id: int | None = None
    agency: Agency | None = None
    decision_id: int | None = None
    minutes: str | None = None
    is_pinned: bool = False
    is_dropped: bool = False
    is_done: bool = False
    is_noted: bool = False
    is_put_off: bool = False
    is_carried: bool = False

    @property
    def subject(self) -> Subject:
        return _subject(self.decision_id, self.programme_id)

    @property
    def was_discussed(self) -> bool:
        """Noted about, marked as done, on the walls now or for `DISCUSSED_SECONDS`."""
        is_timed = self.timer.spent_seconds >= DISCUSSED_SECONDS or self.timer.started_at is not None
        return self.is_done or is_timed or self.is_noted or bool(self.minutes)

    @property
    def stays(self) -> bool:
        """Kept when the rules propose anew: pinned, dropped, put off, and what the chair added."""
        return self.rule is None or self.is_pinned or self.is_dropped or self.is_put_off


def _subject(decision_id: int | None, programme_id: int | None) -> Subject:
    return ("decision", decision_id) if decision_id is not None else ("programme", programme_id or 0)


def on_agenda(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Those that were not dropped."""
    return tuple(item for item in items if not item.is_dropped)


def minutes_used(items: Iterable[AgendaItem]) -> int:
    """What is put off leaves its minutes to the others."""
    return sum(item.timer.planned or 0 for item in on_agenda(items) if not item.is_put_off)


def discussed(items: Iterable[AgendaItem], shown: int | None) -> AgendaItem | None:
    """The item under discussion: the one on the walls, or behind a view the one whose timer runs."""
    candidates = [item for item in items if item.id == shown or item.timer.started_at is not None]
    return min(candidates, key=lambda item: item.id != shown, default=None)


def proposals(
    plan: Portfolio, decisions: Iterable[Decision], minutes: int, taken: Sequence[AgendaItem] = ()
) -> tuple[Proposal, ...]:
    """What the rules put on an agenda of so many minutes beside the items `taken`, in the order of the rules.

    One request to the leader comes before all; then decisions get half of the minutes, the oldest first; then the first
    two of each rule, then the rest; then more decisions. What does not fit is passed over for what does. Each programme
    comes once.
    """
    named = {item.subject for item in taken}
    heads = [proposal for proposal in _of_decisions(decisions, plan.as_of) if proposal.subject not in named]
    others = [proposal for proposal in _of_programmes(plan) if proposal.subject not in named]
    requests = [proposal for proposal in others if proposal.asks_leader]
    left = minutes - minutes_used(taken)
    first = _fitting(requests[:1], left)
    first += _fitting(heads, min(left - _total(first), minutes // 2))
    then = _fitting([*fairly(others, by=lambda proposal: proposal.rule), *heads], left - _total(first), first)
    chosen = {proposal.subject for proposal in (*first, *then)}
    ordered = (*requests, *heads, *(proposal for proposal in others if not proposal.asks_leader))
    return tuple(proposal for proposal in ordered if proposal.subject in chosen)


def _total(proposals: Iterable[Proposal]) -> int:
    return sum(proposal.minutes for proposal in proposals)


def _fitting(ranked: Iterable[Proposal], left: int, before: Collection[Proposal] = ()) -> list[Proposal]:
    chosen: list[Proposal] = []
    for proposal in ranked:
        if proposal not in before and proposal.minutes <= left:
            chosen.append(proposal)
            left -= proposal.minutes
    return chosen


def _of_decisions(decisions: Iterable[Decision], today: date) -> list[Proposal]:
    proposals = [_of_decision(decision, today) for decision in oldest_first(decisions)]
    return sorted(proposals, key=lambda proposal: ORDER.index(proposal.rule))


def _of_decision(decision: Decision, today: date) -> Proposal:
    """An overdue decision that waits for the verifier is not held against its agency."""
    due_on, is_overdue = decision.due_on, decision.is_overdue(today) and decision.waiting is None
    because: dict[str, object] = {"meetings": decision.age, "due": due_on.isoformat() if due_on else None}
    if is_overdue and due_on is not None:
        because["days"] = (today - due_on).days
    rule = Rule.DECISION_OVERDUE if is_overdue else Rule.DECISION_OPEN
    return Proposal(
        rule,
        decision.text,
        decision.agency.code,
        because,
        programme_id=decision.programme_id,
        decision_id=decision.id,
    )


def _of_programmes(plan: Portfolio) -> list[Proposal]:
    """Each programme under the first rule of the agenda that holds for it."""
    concerns = [concern for p in plan.programmes if (concern := _first(p, plan.as_of)) is not None]
    names = {name.casefold() for a in plan.agencies for name in (a.code, a.name, a.short_name)}
    return [_of_concern(concern, plan, names) for concern in sorted(concerns, key=lambda c: _rank(c, names))]


def _first(programme: Programme, today: date) -> Concern | None:
    concerns = [c for c in reasons(programme, today) if c.reason in OF_PROGRAMMES]
    return min(concerns, key=lambda c: ORDER.index(OF_PROGRAMMES[c.reason]), default=None)


def _rank(concern: Concern, agencies: Collection[str]) -> tuple[int, bool, int, str]:
    """Help that only a leader can give comes before help from another agency."""
    order = ORDER.index(OF_PROGRAMMES[concern.reason])
    asks_agency = concern.reason is Reason.HELP_NEEDED and not _asks_leader(concern, agencies)
    return order, asks_agency, -concern.days, concern.programme.code


def _asks_leader(concern: Concern, agencies: Collection[str]) -> bool:
    """Help is needed of somebody whom no agency's name names."""
    report = concern.programme.report
    if concern.reason is not Reason.HELP_NEEDED or report is None:
        return False
    return (report.help_from or "").casefold() not in agencies


def _of_concern(concern: Concern, plan: Portfolio, agencies: Collection[str]) -> Proposal:
    programme, milestone = concern.programme, concern.milestone
    return Proposal(
        OF_PROGRAMMES[concern.reason],
        programme.name,
        programme.lead.code,
        _because(concern, plan),
        programme_id=programme.id,
        milestone_id=milestone.id if milestone else None,
        asks_leader=_asks_leader(concern, agencies),
    )


def _because(concern: Concern, plan: Portfolio) -> dict[str, object]:
    report, milestone, progress = concern.programme.report, concern.milestone, concern.programme.progress
    if concern.reason is Reason.HELP_NEEDED and report is not None:
        return {"who": report.help_from, "text": report.help_needed, "days": concern.days}
    if concern.reason is Reason.SILENT:
        return {"period": str(plan.period.name) if plan.period else None, "days": concern.days}
    if concern.reason is Reason.SEMANGKA and report is not None and report.own_rating is not None:
        share = progress.attainment if progress else None
        return {"own": report.own_rating.value, "percent": None if share is None else int(progress_shown(share))}
    late = present(milestone)
    due = late.facts.due_on.isoformat()
    return {"milestone": late.name, "due": due, "days": concern.days, "moves": late.moves}
