"""F16: colour stands beside the two numbers that decide it, or beside what caps it; points are plain words."""

from fractions import Fraction

import pytest

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Health
from smartcity.domain.plan.curve import Overdue
from smartcity.domain.plan.progress import Progress
from smartcity.i18n.words import NBSP, Words
from smartcity.presentation.formatter import Formatter
from tests.domain.cities import programme
from tests.domain.plans import TODAY

ID, EN = (Formatter(Words(language), TODAY, CITY_ZONE.key) for language in ("id", "en"))


def behind(verified: int, planned: int) -> Progress:
    return Progress(Fraction(planned, 100), Fraction(verified, 100), Fraction(verified, 100))


@pytest.mark.parametrize(
    ("progress", "expected", "english"),
    [
        (behind(36, 55), "36% dari seharusnya 55%", "36% of 55% due"),
        (behind(0, 0), "0%, belum jatuh tempo", "0%, not due yet"),
        (behind(10, 0), "10%, belum jatuh tempo", "10%, not due yet"),
        (None, "—", "—"),
    ],
)
def test_f16_the_ratio_in_its_two_numbers(progress: Progress | None, expected: str, english: str) -> None:
    assert ID.ratio(progress).replace(NBSP, "") == expected
    assert EN.ratio(progress).replace(NBSP, "") == english


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        (None, ""),
        (Overdue(1, 30), "satu tahapan lewat 30 hari"),
        (Overdue(3, 61), "3 tahapan lewat, terlama 61 hari"),
    ],
)
def test_f16_what_caps_a_health_is_told_beside_it(cap: Overdue | None, expected: str) -> None:
    assert ID.cap(programme(1, cap=cap)) == expected
    beside = ID.health(Health.ATTENTION, behind(95, 100), expected)
    assert ("95" in beside) is (cap is None)
    assert expected in beside


def test_f16_only_the_shape_and_the_word_of_health_are_coloured() -> None:
    chip, numbers = ID.health(Health.LATE, behind(17, 24)).split("</span>", 1)
    assert "health-late" in chip
    assert "17" not in chip
    assert "health" not in numbers
