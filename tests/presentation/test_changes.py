"""What is another since a meeting, in words: the worse news first, work and plan edits apart, other rules said."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from smartcity.domain.enums import Health, MilestoneStatus
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.changes import Changes, Earlier
from smartcity.domain.portfolio.differences import Parts
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.i18n.words import NBSP, Words
from smartcity.presentation import changes as change_texts
from smartcity.presentation.formatter import Formatter
from tests.domain.cities import meeting, milestone, portfolio, programme
from tests.domain.plans import TODAY, step

S = MilestoneStatus
H = Health
SAY = Formatter(Words(), TODAY, "Asia/Jakarta")
EARLIER = Earlier(None, date(2026, 10, 20), meeting(date(2026, 10, 20)))
SINCE = f"Sejak rapat 20{NBSP}Okt{NBSP}2026"
NOW = Progress(Fraction(65, 100), Fraction(57, 100), Fraction(57, 100))


def view(statuses: list[S], healths: list[H]) -> Portfolio:
    steps = (milestone(n, step(TODAY, TODAY), status=status) for n, status in enumerate(statuses))
    behind = [programme(n, health=health, progress=NOW) for n, health in enumerate(healths, start=2)]
    return portfolio(programme(1, *steps, progress=NOW), *behind)


def between(then: list[S], now: list[S], was: tuple[H, ...] = (), is_now: tuple[H, ...] = ()) -> Changes:
    return Changes(view(then, list(was)), view(now, list(is_now)))


GOING = S.ON_TRACK


@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        (
            between([GOING] * 22, [*[S.LATE] * 12, *[S.DONE] * 10]),
            "12 tahapan baru terlambat, 10 selesai; kemajuan 57% dari seharusnya 65%.",
        ),
        (
            between([S.LATE, GOING, GOING], [S.DONE, S.DONE, S.CANCELLED]),
            "1 tahapan dibatalkan, 2 selesai (1 di antaranya pulih dari terlambat); kemajuan 57% dari seharusnya 65%.",
        ),
        (between([GOING], [GOING]), "tidak ada yang berubah; kemajuan 57% dari seharusnya 65%."),
        (
            between([GOING], [GOING], (H.ON_TRACK, H.LATE, H.ON_TRACK), (H.LATE, H.ON_TRACK, H.ATTENTION)),
            "2 program memburuk, 1 membaik; kemajuan 57% dari seharusnya 65%.",
        ),
    ],
    ids=["F13", "recovered", "nothing", "programmes only"],
)
def test_f13_the_worse_news_comes_first(difference: Changes, sentence: str) -> None:
    assert change_texts.headline(SAY, difference, change_texts.since(SAY, EARLIER)) == f"{SINCE}: {sentence}"


def test_f13_counts_begin_with_what_became_late() -> None:
    difference = between([GOING, S.LATE], [S.LATE, S.DONE], (H.ON_TRACK,), (H.LATE,))
    counts = change_texts.counts(SAY, difference)
    assert counts[0] == ("Baru Terlambat", 1)
    assert dict(counts) | {"Pulih": 1, "Memburuk": 1, "Membaik": 0, "Selesai": 1} == dict(counts)


@pytest.mark.parametrize(
    ("parts", "text", "short"),
    [
        (
            Parts(work=Fraction(4, 1000), plan=Fraction(14, 1000)),
            "+1,8 poin: +0,4 dari pekerjaan, +1,4 karena rencana diubah",
            "+0,4 pekerjaan, +1,4 rencana",
        ),
        (Parts(work=Fraction(15, 1000)), "+1,5 poin, semuanya dari pekerjaan", "+1,5 pekerjaan"),
        (Parts(plan=Fraction(18, 1000)), "+1,8 poin, semuanya karena rencana diubah", "+1,8 rencana"),
        (
            Parts(work=Fraction(1, 100), time=Fraction(-4, 100), plan=Fraction(1, 100), rules=Fraction(1, 100)),
            "−1,0 poin: +1,0 dari pekerjaan, −4,0 karena waktu berjalan, +1,0 karena rencana diubah, "
            "+1,0 karena aturan hitung diubah",
            "+1,0 pekerjaan, −4,0 waktu, +1,0 rencana, +1,0 aturan",
        ),
        (Parts(), "0 poin", "0 poin"),
        (
            Parts(work=Fraction(3, 100), plan=Fraction(1, 10000)),
            "+3,0 poin: +3,0 dari pekerjaan, kurang dari 0,1 karena rencana diubah",
            "+3,0 pekerjaan, kurang dari 0,1 rencana",
        ),
    ],
)
def test_f24_a_difference_says_its_parts(parts: Parts, text: str, short: str) -> None:
    assert change_texts.parts(SAY, parts) == text
    assert change_texts.parts(SAY, parts, is_short=True) == short


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (EARLIER, ""),
        (replace(EARLIER, snapshot=1, rules="2027.01"), ""),
        (
            replace(EARLIER, snapshot=1, rules="2026.12"),
            "Data beku itu dihitung dengan aturan 2026.12, angka kini dengan aturan 2027.01.",
        ),
        (
            replace(EARLIER, is_broken=True),
            "Data beku rapat itu tidak utuh lagi; dibandingkan dengan yang diketahui pada hari rapat.",
        ),
    ],
)
def test_other_rules_are_said_beside_the_comparison(earlier: Earlier, expected: str) -> None:
    assert change_texts.caveat(SAY, earlier, "2027.01") == expected


def test_what_is_compared_with_has_one_name() -> None:
    day = f"20{NBSP}Okt{NBSP}2026"
    assert change_texts.since(SAY, replace(EARLIER, meeting=None)) == f"Sejak {day}"
    assert change_texts.since(SAY, replace(EARLIER, meeting=None, snapshot=3)) == "Sejak Data Beku nomor 3"
