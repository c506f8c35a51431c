"""Whose ball it is, in words: since when, told too late, not named where a wall names nobody."""

from datetime import timedelta

import pytest

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.plan.dependencies import Blocker
from smartcity.domain.portfolio.attention import Concern, concern
from smartcity.domain.reasons import Reason
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.programme_texts import concern_basis
from smartcity.web.wall.formatter import WallFormatter
from tests.domain.cities import milestone, portfolio, programme, report
from tests.domain.plans import TODAY

ID = Words("id")
SAID = Formatter(ID, TODAY, CITY_ZONE.key)
DAY = timedelta(days=1)


def blocker(since: int, stated: int, **fields: object) -> Blocker:
    """With PUPR, days ago; the milestone it holds up was due three days ago."""
    facts: dict[str, object] = {"party": "PUPR", "name": "Dinas PUPR", **fields}
    return Blocker(1, TODAY - since * DAY, TODAY - stated * DAY, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (blocker(4, 4), "menunggu Dinas PUPR sejak 20 Nov 2026 (4 hari)"),
        (blocker(3, 3), "menunggu Dinas PUPR sejak 21 Nov 2026 (3 hari)"),
        (blocker(4, 2), "menunggu Dinas PUPR sejak 20 Nov 2026 (4 hari), baru dicatat 22 Nov 2026"),
        (blocker(2, 1), "menunggu Dinas PUPR sejak 22 Nov 2026 (2 hari)"),
        (blocker(4, 4, milestone="Lahan"), "menunggu Dinas PUPR sejak 20 Nov 2026 (4 hari): Lahan"),
        (blocker(4, 4, milestone="Lahan", is_own=True), "menunggu tahapan sendiri sejak 20 Nov 2026 (4 hari): Lahan"),
    ],
    ids=["in time", "on the due date", "told late", "begun late", "a milestone", "its own milestone"],
)
def test_whose_ball_it_is(one: Blocker, text: str) -> None:
    assert SAID.blocked_by(one, milestone(3, blockers=(one,))).replace("\N{NO-BREAK SPACE}", " ") == text


def concern_about(one: Blocker) -> Concern:
    reason = concern(programme(1, milestone(3, blockers=(one,)), report=report(obstacle="Izin")), TODAY)
    assert reason is not None
    assert reason.reason is Reason.BLOCKED
    return reason


def test_the_reason_names_whom_it_waits_for_and_the_sentence_since_when() -> None:
    reason = concern_about(blocker(4, 4))
    assert "terlambat karena menunggu Dinas PUPR" in SAID.reason(reason)
    assert "menunggu Dinas PUPR" in concern_basis(SAID, reason, portfolio())
    assert "karena menunggu Dinas PUPR" in SAID.status(milestone(3, blockers=(blocker(4, 4),)))
    assert "menunggu" not in SAID.status(milestone(3, blockers=(blocker(2, 2),)))


def test_a_wall_without_names_names_nobody() -> None:
    reason, quiet = concern_about(blocker(4, 4)), WallFormatter(ID, TODAY, CITY_ZONE.key, shows_names=False)
    assert "menunggu pihak lain" in quiet.reason(reason)
    assert "PUPR" not in quiet.reason(reason) + concern_basis(quiet, reason, portfolio())
    assert "PUPR" in WallFormatter(ID, TODAY, CITY_ZONE.key).reason(reason)
