"""The headlines of the wall's own views, by their rules."""

from decimal import Decimal

import pytest

from smartcity.domain.rounding import Points
from smartcity.i18n import headlines
from smartcity.i18n.figures import age_text
from smartcity.i18n.words import Words

ID = Words("id")


@pytest.mark.parametrize(
    ("fine", "worst", "points", "sentence"),
    [
        (4, "Smart Living", "-19", "Smart Living paling tertinggal, 19 poin; empat dari enam dimensi sesuai rencana."),
        (0, "Alam", "-1", "Alam paling tertinggal, 1 poin; dari enam dimensi belum ada yang sesuai rencana."),
        (6, None, None, "Enam dimensi tidak ada yang tertinggal dari rencana."),
    ],
)  # fmt: skip
def test_the_headline_of_the_dimensions(fine: int, worst: str | None, points: str | None, sentence: str) -> None:
    behind = Points(Decimal(points), -1) if points else None
    assert headlines.dimensions(ID, n=6, fine=fine, worst=worst, worst_points=behind) == sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"total": 10, "assessed": 0, "done": 0, "late": 0, "stopped": 2, "empty": 10},
            "Delapan berjalan, dua berhenti; sepuluh tanpa tahapan."),
        ({"total": 10, "assessed": 0, "done": 0, "late": 0, "empty": 10}, "Sepuluh quick win tanpa tahapan."),
        ({"total": 7, "assessed": 5, "done": 2, "late": 0, "empty": 2},
            "Lima quick win hidup tanpa tahapan terlambat, dua di antaranya selesai; dua tanpa tahapan."),
        ({"total": 7, "assessed": 6, "done": 1, "late": 2, "stopped": 1},
            "Dua dari tujuh quick win punya tahapan terlambat; enam berjalan, satu berhenti."),
        ({"total": 3, "assessed": 3, "done": 3, "late": 0}, "Tiga quick win selesai seluruhnya."),
        ({"total": 0, "assessed": 0, "done": 0, "late": 0}, "Belum ada quick win di masterplan ini."),
    ],
)  # fmt: skip
def test_f7_a_quick_win_without_milestones_or_that_stopped_is_in_no_good_news(
    facts: dict[str, int], sentence: str
) -> None:
    assert headlines.quick_wins(ID, **facts) == sentence


def test_f7_what_is_empty_stands_beside_what_is_fine() -> None:
    sentence = headlines.programmes(ID, assessed=4, late=0, attention=0, empty=2)
    assert sentence == "Tidak ada program terlambat di antara 4 program; dua tanpa tahapan."
    behind = headlines.dimensions(ID, n=6, fine=1, worst="Alam", worst_points=Points(Decimal(-19), -1), empty=2)
    assert behind == "Alam paling tertinggal, 19 poin; satu dari empat dimensi sesuai rencana; dua tanpa tahapan."
    city = headlines.city(ID, is_due=True, late=0, dimensions=6, fine=1, worst=None, worst_points=None, empty=5)
    assert city == "Tidak ada tahapan terlambat; satu dari enam dimensi sesuai rencana; lima tanpa tahapan."
    late = headlines.city(ID, is_due=True, late=2, dimensions=6, fine=0, worst=None, worst_points=None, empty=5)
    assert late == "Dua tahapan terlambat."
    assert headlines.indicators(ID, total=3, low=0, missing=3).startswith("Belum ada capaian yang dapat dihitung")
    assert headlines.indicators(ID, total=5, low=0, missing=3).startswith("Tidak ada yang rendah di antara dua")
    assert headlines.decisions(ID, still_open=0, overdue=0, ever=0) == "Belum ada arahan."


@pytest.mark.parametrize(
    ("total", "help_needed", "late", "sentence"),
    [
        (0, 0, 0, "Tidak ada program yang perlu perhatian hari ini."),
        (7, 2, 4, "Tujuh program paling perlu perhatian; dua minta bantuan."),
        (7, 0, 4, "Tujuh program paling perlu perhatian; empat melewati tenggat."),
        (1, 0, 0, "Satu program perlu perhatian, belum ada yang melewati tenggat."),
    ],
)
def test_the_headline_of_what_needs_attention(total: int, help_needed: int, late: int, sentence: str) -> None:
    assert headlines.concerns(ID, total=total, help_needed=help_needed, late=late) == sentence


@pytest.mark.parametrize(
    ("still_open", "overdue", "sentence"),
    [
        (0, 0, "Tidak ada arahan yang masih terbuka."),
        (7, 4, "Tujuh arahan masih terbuka; empat lewat tenggat."),
        (13, 0, "13 arahan masih terbuka, semuanya dalam tenggat."),
    ],
)
def test_the_headline_of_the_decisions(still_open: int, overdue: int, sentence: str) -> None:
    assert headlines.decisions(ID, still_open=still_open, overdue=overdue) == sentence


@pytest.mark.parametrize(
    ("late", "held_up", "sentence"),
    [
        (0, 0, "DLH terlambat 3 poin; tidak ada tahapan terlambat."),
        (2, 0, "DLH terlambat 3 poin; dua tahapan terlambat."),
        (0, 1, "DLH terlambat 3 poin; satu tahapan terlambat karena menunggu pihak lain."),
        (2, 1, "DLH terlambat 3 poin; dua tahapan terlambat, satu lagi karena menunggu pihak lain."),
    ],
)
def test_a_group_counts_apart_what_others_hold_up(late: int, held_up: int, sentence: str) -> None:
    assert headlines.group(ID, name="DLH", points=Points(Decimal(-3), -1), late=late, held_up=held_up) == sentence


@pytest.mark.parametrize(
    ("items", "sentence"), [(10, "Rapat: sepuluh butir dalam 58 menit."), (0, "Rapat: agenda belum diisi.")]
)
def test_the_headline_of_a_meeting_that_opens(items: int, sentence: str) -> None:
    assert headlines.meeting(ID, name="Rapat", items=items, minutes=58) == sentence


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "baru saja"),
        (119, "baru saja"),
        (120, "2 menit lalu"),
        (3599, "59 menit lalu"),
        (3600, "1 jam lalu"),
        (86399, "23 jam lalu"),
        (86400, "1 hari lalu"),
    ],
)
def test_an_age_is_said_in_the_largest_whole_unit(seconds: int, text: str) -> None:
    assert age_text(ID, seconds) == text
