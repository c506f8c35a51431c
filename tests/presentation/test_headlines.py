"""The headlines of screens and walls, from the facts they are about."""

from dataclasses import replace
from fractions import Fraction

import pytest

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Health, QuickWinState, Reporting
from smartcity.domain.facts.history import QuickWinStatus
from smartcity.domain.plan.dependencies import Blocker
from smartcity.domain.plan.programmes import Dimension, Milestone, SubDimension
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.attention import Concern
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Reason
from smartcity.i18n.words import Words
from smartcity.presentation import headlines
from smartcity.presentation.formatter import Formatter
from tests.domain.cities import DLH, PUPR, milestone, portfolio, programme
from tests.domain.indicators.test_achievements import each, outcome
from tests.domain.plans import TODAY

SAY = Formatter(Words("id"), TODAY, CITY_ZONE.key)
Share = tuple[int, int] | None
FINE, ALMOST, NOT_DUE, EMPTY = (50, 50), (97, 100), (0, 0), None


def progress_of(per_cent: Share) -> Progress | None:
    """Verified of planned."""
    if per_cent is None:
        return None
    verified, planned = (Fraction(share, 100) for share in per_cent)
    return Progress(planned, verified, verified)


def of_dimensions(standings: list[Share], late: int = 0, name: str = "Alam") -> Portfolio:
    """A programme in each dimension, the first with the late milestones."""
    dimensions = [Dimension(f"D{n}", name) for n in range(len(standings))]
    programmes = [
        programme(
            n,
            *[milestone(number) for number in range(1, 1 + (0 if n else late))],
            sub_dimension=SubDimension(f"S{n}", f"S{n}", dimension),
            progress=progress_of(per_cent),
        )
        for n, (per_cent, dimension) in enumerate(zip(standings, dimensions, strict=True))
    ]
    return replace(portfolio(*programmes), dimensions=tuple(dimensions))


@pytest.mark.parametrize(
    ("standings", "late", "sentence"),
    [
        ([(32, 50), *[FINE] * 5], 6, "Enam tahapan terlambat; Alam paling tertinggal, 18 poin di bawah rencana."),
        ([FINE] * 6, 24, "24 tahapan terlambat, tetapi enam dimensi masih sesuai rencana."),
        ([ALMOST, *[FINE] * 5], 0, "Tidak ada tahapan terlambat; Alam masih 3 poin di bawah rencana."),
        ([FINE] * 6, 0, "Tidak ada tahapan terlambat; semua dimensi sesuai rencana."),
        ([FINE, *[EMPTY] * 5], 0,
            "Tidak ada tahapan terlambat; satu dari enam dimensi sesuai rencana; lima tanpa tahapan."),
        ([(5, 0), *[EMPTY] * 5], 2, "Dua tahapan terlambat."),
        ([NOT_DUE] * 6, 0, "Belum ada tahapan yang jatuh tempo."),
        ([EMPTY] * 6, 0, "Belum ada tahapan."),
    ],
)  # fmt: skip
def test_the_headline_of_the_city(standings: list[Share], late: int, sentence: str) -> None:
    assert headlines.city(SAY, of_dimensions(standings, late)) == sentence


@pytest.mark.parametrize(
    ("standings", "sentence"),
    [
        ([(31, 50), (30, 48), *[FINE] * 4], "Alam paling tertinggal, 19 poin; empat dari enam dimensi sesuai rencana."),
        ([(1, 2)] * 6, "Alam paling tertinggal, 1 poin; dari enam dimensi belum ada yang sesuai rencana."),
        ([FINE] * 6, "Enam dimensi tidak ada yang tertinggal dari rencana."),
        ([(31, 50), (30, 48), (30, 48), FINE, EMPTY, EMPTY],
            "Alam paling tertinggal, 19 poin; satu dari empat dimensi sesuai rencana; dua tanpa tahapan."),
    ],
)  # fmt: skip
def test_the_headline_of_the_dimensions(standings: list[Share], sentence: str) -> None:
    assert headlines.dimensions(SAY, of_dimensions(standings)) == sentence


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [(1, "Satu dari 2 OPD belum lapor TW IV 2026."), (0, "Semua 2 OPD sudah lapor TW IV 2026.")],
)
def test_the_headline_of_the_agencies(missing: int, sentence: str) -> None:
    reporting = [Reporting.OPEN] * missing + [Reporting.ON_TIME]
    plan = portfolio(programme(1, reporting=reporting[0]), programme(2, lead=PUPR))
    assert headlines.agencies(SAY, plan) == sentence


@pytest.mark.parametrize(
    ("late", "attention", "empty", "sentence"),
    [
        (10, 14, 0, "Sepuluh dari 46 program terlambat; 14 perlu perhatian."),
        (1, 0, 0, "Satu dari 46 program terlambat."),
        (0, 2, 0, "Tidak ada program terlambat; dua dari 46 perlu perhatian."),
        (0, 0, 0, "Tidak ada program terlambat di antara 46 program."),
        (0, 0, 2, "Tidak ada program terlambat di antara 46 program; dua tanpa tahapan."),
    ],
)
def test_the_headline_of_the_programmes(late: int, attention: int, empty: int, sentence: str) -> None:
    healths = [Health.LATE] * late + [Health.ATTENTION] * attention + [Health.ON_TRACK] * (46 - late - attention)
    listed = [programme(n, health=health) for n, health in enumerate(healths)]
    listed += [programme(100 + n, progress=None, health=Health.UNKNOWN) for n in range(empty)]
    assert headlines.programmes(SAY, listed) == sentence


def quick_wins(*, done: int, late: int, fine: int, stopped: int, empty: int) -> str:
    """Those that stopped are the last of those that are fine, else of those without milestones."""
    listed = [programme(n, health=Health.DONE) for n in range(done)]
    listed += [programme(100 + n, milestone(1)) for n in range(late)]
    listed += [programme(200 + n, progress=None) for n in range(empty)] + [programme(300 + n) for n in range(fine)]
    years = {p.id: [QuickWinStatus(2026, QuickWinState.STOPPED, None)] for p in listed[len(listed) - stopped :]}
    return headlines.quick_wins(SAY, listed, years)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((0, 0, 0, 2, 10), "Delapan berjalan, dua berhenti; sepuluh tanpa tahapan."),
        ((0, 0, 0, 0, 10), "Sepuluh quick win tanpa tahapan."),
        ((2, 0, 3, 0, 2), "Lima quick win hidup tanpa tahapan terlambat, dua di antaranya selesai; dua tanpa tahapan."),
        ((1, 2, 4, 1, 0), "Dua dari tujuh quick win punya tahapan terlambat; enam berjalan, satu berhenti."),
        ((3, 0, 0, 0, 0), "Tiga quick win selesai seluruhnya."),
        ((0, 0, 0, 0, 0), "Belum ada quick win di masterplan ini."),
    ],
)
def test_f7_a_quick_win_without_milestones_or_that_stopped_is_in_no_good_news(
    counts: tuple[int, ...], sentence: str
) -> None:
    assert quick_wins(**dict(zip(("done", "late", "fine", "stopped", "empty"), counts, strict=True))) == sentence


def test_f7_an_indicator_that_cannot_be_computed_is_not_said_to_be_fine() -> None:
    good, unknown = outcome(each("20"), each("16")), outcome({})
    assert headlines.indicators(SAY, [unknown] * 3).startswith("Belum ada capaian yang dapat dihitung")
    mixed = headlines.indicators(SAY, [good, good, *[unknown] * 3])
    assert mixed.startswith("Tidak ada yang rendah di antara dua")


@pytest.mark.parametrize(
    ("asking", "late", "others", "sentence"),
    [
        (0, 0, 0, "Tidak ada program yang perlu perhatian hari ini."),
        (2, 4, 1, "Tujuh program paling perlu perhatian; dua minta bantuan."),
        (0, 4, 3, "Tujuh program paling perlu perhatian; empat melewati tenggat."),
        (0, 0, 1, "Satu program perlu perhatian, belum ada yang melewati tenggat."),
    ],
)
def test_the_headline_of_what_needs_attention(asking: int, late: int, others: int, sentence: str) -> None:
    reasons = [Reason.HELP_NEEDED] * asking + [Reason.LATE] * late + [Reason.SILENT] * others
    listed = [Concern(programme(n), reason, 1) for n, reason in enumerate(reasons)]
    assert headlines.concerns(SAY, listed, portfolio(programme(1))) == sentence


def held_up(number: int) -> Milestone:
    late = milestone(number)
    return replace(late, blockers=(Blocker(1, late.facts.starts_on, late.facts.starts_on, "X", "X", is_own=False),))


@pytest.mark.parametrize(
    ("late", "blocked", "sentence"),
    [
        (0, 0, "DLH terlambat 3 poin; tidak ada tahapan terlambat."),
        (2, 0, "DLH terlambat 3 poin; dua tahapan terlambat."),
        (0, 1, "DLH terlambat 3 poin; satu tahapan terlambat karena menunggu pihak lain."),
        (2, 1, "DLH terlambat 3 poin; dua tahapan terlambat, satu lagi karena menunggu pihak lain."),
    ],
)
def test_a_group_counts_apart_what_others_hold_up(late: int, blocked: int, sentence: str) -> None:
    steps = [milestone(n) for n in range(1, late + 1)] + [held_up(n) for n in range(10, 10 + blocked)]
    assert headlines.group(SAY, DLH.code, progress_of(ALMOST), [programme(1, *steps)]) == sentence
