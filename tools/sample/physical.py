"""Programmes of the sample that are measured physically: curve and percentages, as written in `isi/fisik.txt`."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from smartcity.domain.enums import Measure, Verdict
from tools.sample.progress import LAST_NEWS, Fields, instant, weekday
from tools.sample.tables import operator, padded, programmes, rows, spread


def measure_of(programme: str) -> Measure:
    return Measure.PHYSICAL if any(row[0] == programme for row in rows("fisik")) else Measure.MILESTONES


def planned(recorded: dict[str, datetime]) -> list[Fields]:
    """`recorded` is when each programme was recorded."""
    return [
        {"programme": code, "day": day, "percent": percent, "recorded_at": recorded[code]}
        for code, day, percent, reported, _verdict in _written()
        if percent is not None or reported is None
    ]


def reported() -> list[Fields]:
    leads = {plan.code: plan.lead for plan in programmes()}
    return [
        _reported(code, day, percent, leads[code], waits=verdict == "belum")
        for code, day, _planned, percent, verdict in _written()
        if percent is not None
    ]


def _reported(code: str, day: date, percent: Decimal, lead: str, *, waits: bool) -> Fields:
    key = f"{code}{day}"
    recorded_on = instant(weekday(min(day + timedelta(days=5), LAST_NEWS)), key)
    checker = ("Verifikator Diskominfo", "Verifikator Bappeda")[spread(code, 2)]
    return {
        "programme": code,
        "day": day,
        "percent": percent,
        "recorded_at": recorded_on,
        "recorded_by": operator(lead),
        "evidence_title": f"Laporan kemajuan fisik per {day:%d/%m/%Y}",
        "verdict": None if waits else Verdict.VERIFIED,
        "reviewed_at": None if waits else recorded_on + timedelta(days=3),
        "reviewed_by": None if waits else checker,
    }


def _written() -> Iterator[tuple[str, date, Decimal | None, Decimal | None, str]]:
    for row in rows("fisik"):
        code, day, percent, reported, verdict = padded(row, 5)
        yield code, date.fromisoformat(day), _percent(percent), _percent(reported), verdict


def _percent(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text else None
