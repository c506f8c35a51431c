"""Why an item is on the agenda, and what is asked: every rule has its sentence and its question in every language."""

import pytest

from smartcity.domain.meetings.agenda import Rule
from smartcity.i18n import headlines
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import NBSP, Words

FACTS: dict[Rule, dict[str, object]] = {
    Rule.DECISION_OVERDUE: {"meetings": 3, "due": "2026-09-05", "days": 80},
    Rule.DECISION_OPEN: {"meetings": 1, "due": None},
    Rule.HELP_NEEDED: {"who": "Wali Kota", "text": "izin lintasan", "days": 18},
    Rule.BROKEN_PROMISE: {"milestone": "Gerbang kota", "due": "2026-10-12", "days": 43, "moves": 2},
    Rule.LATE_UNEXPLAINED: {"milestone": "Gerbang kota", "due": "2026-10-12", "days": 43, "moves": 0},
    Rule.SILENT: {"period": "IV/2026", "days": 35},
    Rule.SEMANGKA: {"own": "on_track", "percent": 71},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_its_sentence_and_its_question(rule: Rule, language: str) -> None:
    words = Words(language)  # type: ignore[arg-type]
    assert words.say(f"agenda.rule.{rule.value}")
    assert headlines.agenda_reason(words, rule.value, FACTS[rule])
    assert headlines.agenda_question(words, rule.value, FACTS[rule]).endswith("?")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule.DECISION_OVERDUE, "sejak 3 rapat lalu, 80 hari lewat tenggat 5 Sep 2026"),
        (Rule.DECISION_OPEN, "sejak 1 rapat lalu, tenggat —"),
        (Rule.BROKEN_PROMISE, "Gerbang kota: 43 hari lewat janji 12 Okt 2026, sudah mundur 2×"),
        (Rule.SEMANGKA, "OPD menilai “sesuai rencana”, hitungan 71% dari yang seharusnya"),
    ],
)
def test_the_sentence_of_an_item(rule: Rule, sentence: str) -> None:
    assert headlines.agenda_reason(Words("id"), rule.value, FACTS[rule]).replace(NBSP, " ") == sentence
