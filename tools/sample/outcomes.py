"""The sample's budgets, quick win years, meetings and decisions."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from smartcity.domain.enums import BudgetSource, QuickWinState
from tools.sample.progress import ZONE, Fields, instant, later, window
from tools.sample.tables import padded, rows, spread

BUDGET_SET = datetime(2026, 1, 15, 9, 0, tzinfo=ZONE)
STATES = {
    "baru": QuickWinState.NEW,
    "masih berjalan": QuickWinState.RUNNING,
    "berhenti": QuickWinState.STOPPED,
    "menjadi rutin": QuickWinState.ROUTINE,
}


def budgets() -> list[Fields]:
    return [
        {"programme": code, "year": 2026, "source": source, "ceiling": ceiling, "recorded_at": BUDGET_SET}
        for code, source, ceiling, _ in _budgets()
    ]


def _budgets() -> Iterator[tuple[str, BudgetSource, Decimal, list[str]]]:
    for code, own, other, parts in rows("anggaran"):
        yield code, BudgetSource.APBD, Decimal(own) * 10**6, parts.split()
        if other:
            yield code, BudgetSource.NON_APBD, Decimal(other) * 10**6, parts.split()


def realisations() -> list[Fields]:
    return [row for budget in _budgets() for row in _realised(*budget)]


def _realised(code: str, source: BudgetSource, ceiling: Decimal, parts: list[str]) -> Iterator[Fields]:
    before = Decimal(0)
    for quarter, part in enumerate(parts, 1):
        if part != "-":
            opens, _, _ = window(2026, quarter)
            yield {
                "programme": code,
                "year": 2026,
                "source": source,
                "quarter": quarter,
                "realised": (Decimal(part) - before) * ceiling / 100 - spread(f"{code}{quarter}", 900) * 125,
                "recorded_at": instant(later(opens + timedelta(days=3), f"{code}{quarter}", 14), code),
                "recorded_by": "Operator BPKAD",
            }
            before = Decimal(part)


def quick_win_years() -> list[Fields]:
    return [
        {
            "programme": code,
            "year": int(year),
            "state": STATES[state],
            "note": note or None,
            "recorded_at": datetime(int(year), 12 if int(year) < 2026 else 10, 12, 9, 0, tzinfo=ZONE),
        }
        for code, year, state, note in (padded(row, 4) for row in rows("quick_win"))
    ]


def meetings() -> list[Fields]:
    result = []
    for code, held_on, starts, name, place, closed, minutes in rows("rapat"):
        result.append(
            {
                "code": code,
                "name": name,
                "held_on": date.fromisoformat(held_on),
                "starts_at": time.fromisoformat(starts),
                "place": place,
                "minutes": minutes,
                "closed_at": datetime.fromisoformat(closed).replace(tzinfo=ZONE),
                "recorded_at": datetime.fromisoformat(f"{held_on} 08:00").replace(tzinfo=ZONE),
            }
        )
    return result


def decisions() -> list[Fields]:
    closed_at = {str(meeting["code"]): meeting["closed_at"] for meeting in meetings()}
    return [
        {
            "code": code,
            "meeting": meeting,
            "text": text,
            "agency": agency,
            "programme": programme or None,
            "due_on": date.fromisoformat(due),
            "is_confidential": confidential == "ya",
            "closed_on": date.fromisoformat(closed) if closed else None,
            "follow_up": follow_up or None,
            "recorded_at": closed_at[meeting],
        }
        for code, meeting, agency, programme, due, closed, confidential, text, follow_up in (
            padded(row, 9) for row in rows("arahan")
        )
    ]
