"""English bends its words after a number, by its plural rule; texts without two forms stay as they are."""

import re
from decimal import Decimal

import pytest

from smartcity.domain.rounding import Points, points_alone
from smartcity.i18n.catalog import filled, messages
from smartcity.i18n.figures import amount_text, count_text
from smartcity.i18n.words import Words

EN = Words("en")


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (count_text(EN, 1), "one milestone is late"),
        (count_text(EN, 11), "eleven milestones are late"),
        (1, "1 milestone is late"),
        (0, "0 milestones are late"),
        (EN.number(1, 0), "1 milestone is late"),
        (EN.number(Decimal("1.00")), "1 milestone is late"),
        (EN.number(1, 1), "1.0 milestones are late"),
        (EN.number(Decimal("1.1")), "1.1 milestones are late"),
        (EN.number(-1), "−1 milestone is late"),
        (amount_text(EN, Points(Decimal(0), 1)), "less than 1 milestone is late"),
        (amount_text(EN, points_alone(Decimal("0.01"))), "less than 0.1 milestones are late"),
        (EN.number(None), "— milestones are late"),
    ],
)
def test_words_bend_after_the_number(late: object, expected: str) -> None:
    assert filled("{late} {late:milestone is|milestones are} late", {"late": late}, "en") == expected


def test_other_formats_and_braces_stay() -> None:
    assert filled("{{x}} {a:>3}{b:day|days}", {"a": 1, "b": 1}, "en") == "{x}   1day"


def test_a_fact_nobody_gave_is_missed() -> None:
    with pytest.raises(KeyError):
        filled("{late:milestone|milestones}", {}, "en")


def test_one_milestone_is_late_in_english() -> None:
    sentence = EN.say("headline.group.late", name="DLH", deviation="on plan", late=count_text(EN, 1))
    assert sentence == "DLH is on plan; one milestone late."


def test_indonesian_bends_nothing() -> None:
    assert not [key for key, text in messages("id").items() if "|" in text]


# What is counted one by one, where one of them is as likely as many.
UNBENT = re.compile(
    r"\{(?:count|led|open|entries|files)\} (?:(?!without)\w+ ){0,2}?"
    r"(?:programmes|milestones|indicators|decisions|accounts|entries|files|dates|reports|periods|pieces)\b"
)


def test_english_counts_bend_what_they_count() -> None:
    assert not {key: text for key, text in messages("en").items() if UNBENT.search(text)}
    assert EN.say("checks.headline", wrong=2, doubt=1) == "2 things need mending, 1 is worth a look."
