"""What an agency has to report first: its programmes, ranked by why they cannot wait."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from smartcity.domain.calendar import Period, PeriodName
from smartcity.domain.enums import MilestoneStatus, Reporting
from smartcity.domain.facts.history import PhysicalUpdate
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.readings import home_programme
from smartcity.domain.plan.milestones import SOON
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.reasons import TaskReason
from smartcity.domain.reporting.verification_queue import ReturnedReading

_OWES = (Reporting.OPEN, Reporting.DRAFT, Reporting.SILENT)
_STILL_OPEN = (MilestoneStatus.AT_RISK, MilestoneStatus.ON_TRACK, MilestoneStatus.NOT_YET)


@dataclass(frozen=True, slots=True)
class IndicatorTasks:
    """The indicators at home in one programme's report: those that owe a reading, and readings that came back."""

    owed: tuple[Outcome, ...] = ()
    returned: tuple[tuple[Outcome, ReturnedReading], ...] = ()


NOTHING_MEASURED = IndicatorTasks()


@dataclass(frozen=True)
class PhysicalTasks:
    """`period` is the one that can be reported now; `returned` by programme id: the newest percentage, sent back."""

    period: PeriodName | None = None
    returned: Mapping[int, PhysicalUpdate] = field(default_factory=dict)

    def is_owed(self, programme: Programme, today: date) -> bool:
        """Of what is measured physically, has begun and is not finished: no percentage for a day of the period."""
        if self.period is None or not programme.is_physical or programme.is_wholly_verified:
            return False
        latest = programme.physical.latest_on(today)
        return programme.must_report and (latest is None or latest.day < self.period.starts_on)


NOTHING_PHYSICAL = PhysicalTasks()


@dataclass(frozen=True, slots=True)
class ReportingTask:
    """`days` counts days late, or until due; `milestones` are those that put the programme here."""

    programme: Programme
    reason: TaskReason
    milestones: tuple[Milestone, ...] = ()
    days: int = 0
    measuring: IndicatorTasks = NOTHING_MEASURED
    owes_physical: bool = False
    returned_physical: PhysicalUpdate | None = None

    @property
    def owes(self) -> bool:
        """Whether the current period still lacks its statement."""
        return self.programme.reporting in _OWES

    @property
    def waits(self) -> bool:
        """Whether there is something to do now: a statement, reading or percentage is owed, or something came back."""
        return self.owes or self.reason is TaskReason.RETURNED or bool(self.measuring.owed) or self.owes_physical


def reports_owed(tasks: Iterable[ReportingTask], open_periods: Collection[Period]) -> int:
    """How many statements can be sent now."""
    return sum(task.owes for task in tasks) if open_periods else 0


def to_do(tasks: Iterable[ReportingTask], open_periods: Collection[Period]) -> int:
    """How many can be done now: while no period is open nothing can be sent."""
    return sum(task.waits for task in tasks) if open_periods else 0


def ranked_tasks(
    programmes: Iterable[Programme],
    returned: Collection[int],
    today: date,
    measured: Mapping[str, IndicatorTasks] | None = None,
    physical: PhysicalTasks = NOTHING_PHYSICAL,
) -> tuple[ReportingTask, ...]:
    """`returned` are the milestones whose newest claim came back, `measured` the indicators by programme code.

    Within a duty, those owing a statement come first.
    """
    tasks = (
        _with(_task(p, returned, today), (measured or {}).get(p.code, NOTHING_MEASURED), physical, today)
        for p in programmes
    )
    return tuple(sorted(tasks, key=_rank))


def _with(task: ReportingTask, measuring: IndicatorTasks, physical: PhysicalTasks, today: date) -> ReportingTask:
    """A reading or a percentage that came back is as urgent as a claim that did."""
    came_back = physical.returned.get(task.programme.id)
    owes = came_back is None and physical.is_owed(task.programme, today)
    reason = TaskReason.RETURNED if measuring.returned or came_back else task.reason
    reason = TaskReason.UNREPORTED if reason is TaskReason.REST and owes else reason
    milestones = task.milestones if reason is task.reason else ()
    result = replace(task, reason=reason, milestones=milestones, measuring=measuring)
    return replace(result, owes_physical=owes, returned_physical=came_back)


def indicator_tasks(
    programmes: Sequence[Programme],
    outcomes: Iterable[Outcome],
    returned: Sequence[ReturnedReading],
    quarter: PeriodName | None,
) -> Mapping[str, IndicatorTasks]:
    """By programme code: the indicators at home there. Without a `quarter` that can be reported nothing is owed."""
    led = [programme.code for programme in programmes]
    by_programme: defaultdict[str, IndicatorTasks] = defaultdict(IndicatorTasks)
    for outcome in outcomes:
        code = home_programme(outcome.card.programmes, led)
        if code is not None:
            owed = (outcome,) if quarter is not None and outcome.owes(quarter) else ()
            back = tuple(still_back([outcome], returned))
            by_programme[code] = IndicatorTasks(by_programme[code].owed + owed, by_programme[code].returned + back)
    return by_programme


def still_back(
    outcomes: Iterable[Outcome], returned: Sequence[ReturnedReading]
) -> Iterator[tuple[Outcome, ReturnedReading]]:
    """What came back counts while nothing newer stands; oldest first."""
    for outcome in outcomes:
        newest = outcome.newest.period if outcome.newest else None
        for one in returned:
            if one.indicator_id == outcome.card.id and (newest is None or newest <= one.period):
                yield outcome, one


def _rank(task: ReportingTask) -> tuple[int, bool, int, str]:
    urgency = task.days if task.reason is TaskReason.DUE_SOON else -task.days
    return list(TaskReason).index(task.reason), not task.owes, urgency, task.programme.code


def _task(programme: Programme, returned: Collection[int], today: date) -> ReportingTask:
    came_back = tuple(m for m in programme.milestones if m.id in returned)
    if came_back:
        return ReportingTask(programme, TaskReason.RETURNED, came_back)
    if programme.late:
        worst = min(m.facts.due_on for m in programme.late)
        return ReportingTask(programme, TaskReason.LATE, programme.late, (today - worst).days)
    soon = tuple(m for m in programme.milestones if _is_due_soon(m, today))
    if soon:
        return ReportingTask(programme, TaskReason.DUE_SOON, soon, (min(m.facts.due_on for m in soon) - today).days)
    return ReportingTask(programme, TaskReason.UNREPORTED if programme.reporting in _OWES else TaskReason.REST)


def _is_due_soon(milestone: Milestone, today: date) -> bool:
    near = milestone.status in _STILL_OPEN and milestone.facts.due_on - today <= SOON
    return near or milestone.status is MilestoneStatus.AT_RISK
