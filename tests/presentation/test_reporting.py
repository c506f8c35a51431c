"""Reminders: whole, kind, right about the deadline, and safe inside a link."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from smartcity.domain.calendar import Calendar, LockException, Period, PeriodDates, PeriodName
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.reporting.compliance import Column, OwedReport, Row, ranking
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.reporting import international, report_reminder

ZONE = ZoneInfo("Asia/Jakarta")
PERIOD = Period(1, PeriodName(2026, 3), PeriodDates(date(2026, 10, 1), date(2026, 10, 20), 5))
DISHUB = Agency("DISHUB", "Dinas Perhubungan", "Dishub")
BLAME = ("terlambat", "lalai", "belum lapor", "teguran", "late", "failed", "overdue")


def row(*names: str) -> Row:
    tasks = tuple(OwedReport(number, f"P{number}", name, DISHUB, None) for number, name in enumerate(names))
    return ranking([Column(PERIOD, tasks)], (), date(2026, 10, 2))[0]


def letter_text(
    day: date, language: str = "id", exceptions: tuple[LockException, ...] = (), name: str = "Parkir"
) -> str:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
    words = Words(language)  # type: ignore[arg-type]
    calendar = Calendar((PERIOD,), exceptions, ZONE)
    return report_reminder(Formatter(words, day, ZONE.key), row(name), calendar, now, "https://smart.kota.go.id/").text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 10, 20), "Ditunggu sampai 20 Oktober 2026."),
        (date(2026, 10, 21), "Batasnya 20 Oktober 2026, dan masih dapat diisi sampai 25 Oktober 2026."),
        (date(2026, 10, 25), "Batasnya 20 Oktober 2026, dan masih dapat diisi sampai 25 Oktober 2026."),
        (date(2026, 10, 26), "Batasnya 20 Oktober 2026 dan periodenya kini terkunci; kabari kami, nanti kami bukakan."),
    ],
)
def test_the_deadline_is_told_as_it_stands_that_day(day: date, sentence: str) -> None:
    assert sentence in letter_text(day)


def test_an_exception_in_force_is_the_deadline() -> None:
    until = datetime(2026, 10, 28, 9, 5, tzinfo=UTC)
    given = LockException(1, "DISHUB", until, "Banjir", "verifikator", until)
    assert "sampai 28 Okt 2026, 16.05 WIB" in letter_text(date(2026, 10, 27), exceptions=(given,)).replace("\xa0", " ")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("day", [date(2026, 10, 2), date(2026, 10, 22), date(2026, 11, 2)])
def test_it_asks_for_help_and_blames_nobody(language: str, day: date) -> None:
    text = letter_text(day, language)
    assert "Dinas Perhubungan" in text
    assert "• Parkir" in text
    assert "https://smart.kota.go.id/lapor" in text
    assert not [word for word in BLAME if word in text.casefold()]


def test_every_waiting_programme_is_named() -> None:
    letter = report_reminder(
        Formatter(Words("id"), date(2026, 10, 2), ZONE.key),
        row("Satu", "Dua & Tiga"),
        Calendar((PERIOD,), (), ZONE),
        datetime(2026, 10, 2, tzinfo=ZONE),
        "http://localhost:8501",
    )
    assert "• Satu\n• Dua & Tiga" in letter.text
    link = urlsplit(letter.whatsapp_link("0812-3456 789"))
    assert (link.netloc, link.path) == ("wa.me", "/628123456789")
    assert parse_qs(link.query) == {"text": [letter.text]}
    assert urlsplit(letter.whatsapp_link()).path == "/"


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("0812 345 678", "62812345678"),
        ("+62 812-345", "62812345"),
        ("628123", "628123"),
        ("62812345", "62812345"),
        ("0754-61123", "6275461123"),
    ],
)
def test_a_number_is_dialled_with_its_country(typed: str, dialled: str) -> None:
    assert international(typed) == dialled
