"""Agendas in words: every rule has its sentence and its question in every language; headlines of meetings."""

from datetime import date, timedelta

import pytest

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.meetings.agenda import AgendaItem, Rule
from smartcity.domain.meetings.wall import Timer
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import NBSP, Words
from smartcity.presentation import agenda
from smartcity.presentation.formatter import Formatter
from tests.domain.cities import decision, meeting
from tests.domain.plans import TODAY

FACTS: dict[Rule, dict[str, object]] = {
    Rule.DECISION_OVERDUE: {"meetings": 3, "due": "2026-09-05", "days": 80},
    Rule.DECISION_OPEN: {"meetings": 1, "due": None},
    Rule.HELP_NEEDED: {"who": "Wali Kota", "text": "izin lintasan", "days": 18},
    Rule.BROKEN_PROMISE: {"milestone": "Gerbang kota", "due": "2026-10-12", "days": 43, "moves": 2},
    Rule.LATE_UNEXPLAINED: {"milestone": "Gerbang kota", "due": "2026-10-12", "days": 43, "moves": 0},
    Rule.SILENT: {"period": "IV/2026", "days": 35},
    Rule.SEMANGKA: {"own": "on_track", "percent": 71},
}
SAY, ENGLISH = (Formatter(Words(language), TODAY, CITY_ZONE.key) for language in LANGUAGES)


def item(rule: Rule | None, minutes: int = 5) -> AgendaItem:
    return AgendaItem(1, 1, "Butir", rule, Timer(minutes), FACTS[rule] if rule else {})


@pytest.mark.parametrize("say", [SAY, ENGLISH], ids=LANGUAGES)
@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_its_sentence_and_its_question(rule: Rule, say: Formatter) -> None:
    assert agenda.item_rule(say, item(rule))
    assert agenda.item_because(say, item(rule))
    assert agenda.item_question(say, item(rule)).endswith("?")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule.DECISION_OVERDUE, "sejak 3 rapat lalu, 80 hari lewat tenggat 5 Sep 2026"),
        (Rule.DECISION_OPEN, "sejak 1 rapat lalu, tenggat —"),
        (Rule.BROKEN_PROMISE, "Gerbang kota: 43 hari lewat janji 12 Okt 2026, sudah mundur 2×"),
        (Rule.SEMANGKA, "OPD menilai “sesuai rencana”, hitungan 71% dari yang seharusnya"),
        (None, ""),
    ],
)
def test_the_sentence_of_an_item(rule: Rule | None, sentence: str) -> None:
    assert agenda.item_because(SAY, item(rule)).replace(NBSP, " ") == sentence


@pytest.mark.parametrize(
    ("items", "sentence"), [(10, "Rapat: sepuluh butir dalam 58 menit."), (0, "Rapat: agenda belum diisi.")]
)
def test_the_headline_of_a_meeting_that_opens(items: int, sentence: str) -> None:
    listed = [item(None, 4)] + [item(None, 6)] * (items - 1)
    assert agenda.opening(SAY, meeting(TODAY), listed if items else []) == sentence


@pytest.mark.parametrize(
    ("still_open", "overdue", "ever", "sentence"),
    [
        (0, 0, 1, "Tidak ada arahan yang masih terbuka."),
        (0, 0, 0, "Belum ada arahan."),
        (7, 4, 7, "Tujuh arahan masih terbuka; empat lewat tenggat."),
        (13, 0, 13, "13 arahan masih terbuka, semuanya dalam tenggat."),
    ],
)
def test_the_headline_of_the_decisions(still_open: int, overdue: int, ever: int, sentence: str) -> None:
    due: list[date | None] = [TODAY - timedelta(days=1)] * overdue + [None] * (still_open - overdue)
    listed = [decision(number, due_on) for number, due_on in enumerate(due)]
    assert agenda.decisions(SAY, listed, TODAY, ever=ever) == sentence


@pytest.mark.parametrize(
    ("items", "planned", "sentence"),
    [
        (0, 90, "Rapat 24 November 2026 belum punya agenda."),
        (2, 90, "Rapat 24 November 2026: dua butir, 10 dari 90 menit."),
        (2, 8, "Rapat 24 November 2026: dua butir, 2 menit lebih lama dari yang ada."),
        (2, None, "Rapat 24 November 2026: dua butir, 10 menit."),
    ],
)
def test_the_headline_of_an_agenda_says_whether_it_fits(items: int, planned: int | None, sentence: str) -> None:
    assert agenda.headline(SAY, meeting(TODAY, minutes_planned=planned), [item(None)] * items, []) == sentence
