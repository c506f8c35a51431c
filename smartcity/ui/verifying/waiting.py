"""How much waits for the verifier: one count for the menu, the front page and the desk."""

from collections.abc import Mapping, Sequence
from functools import partial

from smartcity.domain.outcomes import Outcome
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.queue import Queue
from smartcity.domain.roles import Act
from smartcity.queries import portfolio
from smartcity.queries.queue import queue
from smartcity.ui import show
from smartcity.ui.actor import may, me
from smartcity.ui.answers import all_outcomes, ask, derived
from smartcity.ui.sitemap import VERIFICATION
from smartcity.ui.verifying.cases import Case, Part, cases


def desk_queue(*, with_verified: bool = False) -> Queue:
    """As the reader may know it."""
    return ask(queue, me(), with_verified=with_verified)


def cases_by_part(found: Queue, outcomes: Sequence[Outcome], plan: Portfolio) -> Mapping[Part, list[Case]]:
    return {part: cases(part, found, plan, outcomes) for part in Part}


def waiting_count() -> int:
    """0 for whoever does not verify, and before there is a plan."""
    if not may(Act.VERIFY) or ask(portfolio.card) is None:
        return 0
    return derived(partial(_count, desk_queue(), all_outcomes()))


def _count(found: Queue, outcomes: Sequence[Outcome], plan: Portfolio) -> int:
    by_part = cases_by_part(found, outcomes, plan)
    return sum(len(listed) for part, listed in by_part.items() if not part.is_verified)


def note() -> None:
    """On the front page: how much waits, and the way to the desk."""
    if count := waiting_count():
        show.block("queue_waits", count=count, to=VERIFICATION)
