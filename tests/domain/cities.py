"""Short ways to say an agency, a programme, a whole portfolio and a decision in tests."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from smartcity.domain.calendar import Period, PeriodDates, quarter_of
from smartcity.domain.enums import ActionKind, CreditRule, Health, Horizon, Reporting
from smartcity.domain.facts.decisions import Decision, Meeting
from smartcity.domain.plan.milestones import MilestoneFacts, milestone_status
from smartcity.domain.plan.programmes import (
    ActionPlan,
    Agency,
    Dimension,
    Milestone,
    PlanCard,
    Programme,
    Report,
    SubDimension,
)
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.thresholds import DEFAULT_HEALTH
from tests.domain.plans import TODAY, step

GOVERNANCE = Dimension("GV", "Smart Governance")
SUB = SubDimension("GV.1", "Pelayanan", GOVERNANCE)
PLAN = PlanCard(
    "Rencana", "Kota", None, 2026, 2030, CreditRule.COMPLETED_ONLY, DEFAULT_HEALTH, "Asia/Jakarta", is_sample=False
)
DLH, PUPR = (Agency(code, f"Dinas {code}", code.title()) for code in ("DLH", "PUPR"))
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def days_ago(days: int) -> datetime:
    return AT - timedelta(days=days)


def milestone(number: int, facts: MilestoneFacts | None = None, **fields: Any) -> Milestone:
    """Late by `number` days unless its facts say otherwise."""
    due = TODAY - timedelta(days=number)
    facts = facts or step(due - timedelta(days=60), due)
    usual = {"status": milestone_status(facts, TODAY), "needs_evidence": True, "said_at": None, "moves": 0}
    plan = ActionPlan("A", "A", ActionKind.CAPACITY)
    return Milestone(number, f"M{number}", f"Tahapan {number}", plan, facts, **{**usual, "known_since": AT, **fields})


def report(**fields: Any) -> Report:
    """Said yesterday, and nothing but what `told` tells."""
    silent = dict.fromkeys(("own_rating", "happened", "obstacle", "next_step", "help_needed", "help_from"))
    usual = {"period": quarter_of(TODAY), "recorded_at": days_ago(1), "obstacle_milestone": None}
    return Report(**{**usual, **silent, **fields})


def programme(number: int, *milestones: Milestone, **fields: Any) -> Programme:
    """Fine in every way unless `known` says otherwise."""
    half = Fraction(1, 2)
    usual: dict[str, Any] = {
        "lead": DLH,
        "supports": (),
        "progress": Progress(half, half, half),
        "health": Health.ON_TRACK,
        "report": report(),
        "reporting": Reporting.ON_TIME,
        "is_semangka": False,
        "starts_on": date(2026, 1, 1),
    }
    nothing = dict.fromkeys(("long_name", "description", "source"))
    plain = {"is_quick_win": False, "is_sample": False, "weight": Fraction(1), "ends_on": date(2026, 12, 31)}
    named = {"id": number, "code": f"P{number}", "name": f"Program {number}", "sub_dimension": SUB}
    kind = {"horizon": Horizon.SHORT, "milestones": milestones}
    return Programme(**{**named, **nothing, **plain, **kind, **usual, **fields})


def portfolio(*programmes: Programme) -> Portfolio:
    dates = PeriodDates(date(2026, 10, 1), date(2026, 11, 10), 5)
    return Portfolio(
        plan=PLAN,
        as_of=TODAY,
        period=Period(1, quarter_of(TODAY), dates),
        dimensions=(GOVERNANCE,),
        sub_dimensions=(SUB,),
        agencies=(DLH, PUPR),
        programmes=programmes,
        updated_at=None,
    )


def meeting(held_on: date, **fields: Any) -> Meeting:
    """Planned on a screen for an hour and a half."""
    usual = {"starts_at": time(9), "minutes_planned": 90}
    return Meeting(f"RK-{held_on:%Y-%m-%d}", "Rapat", held_on, **{**usual, **fields})


def decision(number: int, due_on: date | None = None, **fields: Any) -> Decision:
    """Open, for DLH, taken at the meeting of October."""
    usual = {"closed_on": None, "follow_up": None, "programme_id": None, "id": number, "age": 1}
    taken_at = meeting(date(2026, 10, 20))
    return Decision(f"AR-{number}", taken_at, f"Arahan {number}", DLH, due_on=due_on, **{**usual, **fields})
