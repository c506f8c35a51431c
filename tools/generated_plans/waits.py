"""Who waits for whom in a generated plan: open milestones for another agency, some of them no longer."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from tools.generated_plans import vocabulary
from tools.generated_plans.facts import at
from tools.generated_plans.plan import AGENCIES, LAST_NEWS, Effort, Fields, Rows, Step, agency

WAITING_SHARE, ENDED_SHARE = 0.06, 0.25


def rows(efforts: list[Effort], chance: Random) -> Rows:
    return {"waiting": [row for effort in efforts for step in effort.steps for row in _waits(effort, step, chance)]}


def _waits(effort: Effort, step: Step, chance: Random) -> Iterator[Fields]:
    days = (LAST_NEWS - step.starts_on).days
    if days < 10 or chance.random() >= WAITING_SHARE:
        return
    since = LAST_NEWS - timedelta(days=chance.randrange(5, min(days, 120)))
    others = [code for code in map(agency, range(AGENCIES)) if code != effort.agency]
    ended = LAST_NEWS - timedelta(days=chance.randrange(4)) if chance.random() < ENDED_SHARE else None
    yield {
        "milestone": step.code,
        "on_agency": chance.choice(others),
        "since": since,
        "note": chance.choice(vocabulary.OBSTACLES),
        "recorded_at": at(since + timedelta(days=1), chance),
        "recorded_by": effort.agency,
        "ended_on": ended,
        "ended_at": at(ended, chance) if ended else None,
        "ended_by": effort.agency if ended else None,
    }
