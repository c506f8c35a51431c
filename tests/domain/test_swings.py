"""Red to green and back: of one agency's programmes only, programmes by health, milestones by being late."""

import pytest

from smartcity.domain.changes import changes
from smartcity.domain.kinds import Health, MilestoneStatus
from smartcity.domain.meetings import Meeting, last_closed
from smartcity.domain.swings import Swings, swings
from tests.domain.cities import days_ago, meeting, milestone, portfolio, programme
from tests.domain.plans import TODAY, step

S, H = MilestoneStatus, Health


def view(health: Health, status: MilestoneStatus | None) -> object:
    steps = () if status is None else (milestone(1, step(TODAY, TODAY), status=status),)
    return portfolio(programme(1, *steps, health=health))


def of(before: tuple[Health, S | None], after: tuple[Health, S | None]) -> Swings:
    now = view(*after)
    return swings(changes(view(*before), now), now.programmes)  # type: ignore[arg-type, attr-defined]


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ((H.LATE, S.LATE), (H.ON_TRACK, S.DONE), (1, 1, 0, 0)),
        ((H.LATE, S.LATE), (H.ATTENTION, S.LATE), (1, 0, 0, 0)),
        ((H.LATE, S.LATE), (H.LATE, S.AWAITING_VERIFICATION), (0, 0, 0, 0)),
        ((H.ON_TRACK, S.ON_TRACK), (H.DONE, S.DONE), (1, 0, 0, 0)),
        ((H.ON_TRACK, S.ON_TRACK), (H.LATE, S.LATE), (0, 0, 1, 1)),
        ((H.ON_TRACK, S.DONE), (H.ATTENTION, S.LATE), (0, 0, 1, 1)),
        ((H.ON_TRACK, None), (H.ON_TRACK, S.LATE), (0, 0, 0, 0)),
        ((H.NOT_DUE, S.NOT_YET), (H.LATE, S.LATE), (0, 0, 0, 1)),
        ((H.LATE, S.LATE), (H.LATE, S.LATE), (0, 0, 0, 0)),
    ],
    ids=[
        "caught up", "better, still late", "claimed", "done in time", "fell behind", "taken back", "new and late",
        "due for the first time", "as before",
    ],
)  # fmt: skip
def test_what_turned(
    before: tuple[Health, S | None], after: tuple[Health, S | None], counts: tuple[int, int, int, int]
) -> None:
    found = of(before, after)
    lists = (found.improved, found.caught_up, found.worsened, found.fell_behind)
    assert tuple(len(one) for one in lists) == counts
    assert found.is_empty is not any(counts)


def test_only_the_programmes_asked_for() -> None:
    before = portfolio(*(programme(n, health=H.LATE) for n in (1, 2)))
    after = portfolio(*(programme(n, health=H.ON_TRACK) for n in (1, 2)))
    found = swings(changes(before, after), after.programmes[:1])
    assert [(p.code, old) for p, old in found.improved] == [("P1", H.LATE)]


FROM_A_FILE = meeting(TODAY, minutes_planned=None)
CLOSED = meeting(TODAY, started_at=days_ago(1), closed_at=days_ago(1))
RUNNING = meeting(TODAY, started_at=days_ago(0))


@pytest.mark.parametrize(
    ("held", "last"),
    [
        ((), None),
        ((RUNNING,), None),
        ((FROM_A_FILE, RUNNING), FROM_A_FILE),
        ((FROM_A_FILE, CLOSED), CLOSED),
        ((CLOSED, FROM_A_FILE, RUNNING), FROM_A_FILE),
    ],
)
def test_the_last_closed_meeting(held: tuple[Meeting, ...], last: Meeting | None) -> None:
    assert last_closed(held) is last
