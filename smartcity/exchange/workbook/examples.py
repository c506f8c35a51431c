"""One example row per sheet of the template. Its first cell begins with a mark, by which the import leaves it out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, time
from functools import cache
from typing import Any

from smartcity.commands.plan.import_schema import Place, Problem
from smartcity.domain import enums as k
from smartcity.domain.text import comparable
from smartcity.exchange.workbook.layout import SHEETS
from smartcity.exchange.workbook.source import File, Line, Table
from smartcity.exchange.workbook.writing import cell_value
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import Words

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "masterplan": {
        "name": "Masterplan Smart City Kota Contoh 2026–2030",
        "city": "Kota Contoh",
        "legal_basis": "Peraturan Wali Kota Nomor 1 Tahun 2026",
        "first_year": 2026,
        "last_year": 2030,
        "zone": "Asia/Jakarta",
    },
    "dimension": {"code": "GV", "name": "Smart Governance", "position": 1},
    "sub_dimension": {"code": "GV1", "name": "Layanan Publik", "dimension": "GV", "position": 1},
    "agency": {
        "code": "KOMINFO",
        "name": "Dinas Komunikasi dan Informatika",
        "short_name": "Diskominfo",
        "aliases": ("Kominfo", "Dinas Kominfo"),
    },
    "area": {"code": "13.73.01", "name": "Kecamatan Contoh", "kind": "kecamatan", "parent": "13.73"},
    "mission": {"code": "M1", "name": "Pelayanan publik yang dekat dan cepat"},
    "programme": {
        "code": "GV-01",
        "name": "Satu Loket Daring",
        "sub_dimension": "GV1",
        "lead_agency": "KOMINFO",
        "horizon": k.Horizon.SHORT,
        "is_quick_win": False,
        "weight": 1,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "missions": ("M1",),
    },
    "action_plan": {
        "code": "GV-01-A",
        "programme": "GV-01",
        "name": "Membangun aplikasi loket",
        "kind": k.ActionKind.APPLICATION,
    },
    "milestone": {
        "code": "GV-01-A1",
        "action_plan": "GV-01-A",
        "name": "Rancangan disetujui",
        "weight": 1,
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 6, 30),
        "needs_evidence": True,
    },
    "period": {
        "kind": k.PeriodKind.QUARTER,
        "year": 2026,
        "number": 2,
        "opens_on": date(2026, 6, 20),
        "closes_on": date(2026, 7, 10),
        "grace_days": 5,
    },
    "planned_percent": {"programme": "GV-01", "day": date(2027, 12, 31), "percent": 100},
    "physical_update": {
        "programme": "GV-01",
        "day": date(2026, 6, 30),
        "percent": 20,
        "evidence_title": "Laporan pengawas",
        "evidence_url": "https://contoh.go.id/laporan.pdf",
    },
    "update": {
        "milestone": "GV-01-A1",
        "claim": k.Claim.DONE,
        "achieved_on": date(2026, 6, 20),
        "note": "Disetujui dalam rapat teknis",
        "evidence_title": "Berita acara",
        "evidence_url": "https://contoh.go.id/berita-acara.pdf",
    },
    "due_date_change": {
        "milestone": "GV-01-A1",
        "old_due_on": date(2026, 6, 30),
        "new_due_on": date(2026, 8, 31),
        "reason": "Lelang diulang",
    },
    "waiting": {"milestone": "GV-01-A1", "on_agency": "KOMINFO", "since": date(2026, 5, 1), "note": "Menunggu server"},
    "statement": {
        "programme": "GV-01",
        "kind": k.PeriodKind.QUARTER,
        "year": 2026,
        "number": 2,
        "own_rating": k.OwnRating.ON_TRACK,
        "happened": "Rancangan selesai",
        "next_step": "Uji coba di dua kelurahan",
    },
    "indicator": {
        "code": "IK-01",
        "name": "Indeks kepuasan masyarakat",
        "unit": "indeks",
        "direction": k.Direction.HIGHER,
        "calculation": k.Calculation.LATEST,
        "is_key": True,
        "baseline": 78,
        "baseline_year": 2025,
        "sub_dimension": "GV1",
        "agency": "KOMINFO",
        "programmes": ("GV-01",),
    },
    "target": {"indicator": "IK-01", "year": 2026, "quarter": 4, "value": 82},
    "reading": {"indicator": "IK-01", "year": 2026, "quarter": 2, "value": 80, "note": "Survei semester pertama"},
    "budget": {"programme": "GV-01", "year": 2026, "source": k.BudgetSource.APBD, "ceiling": 1_250_000_000},
    "budget_realisation": {
        "programme": "GV-01",
        "year": 2026,
        "source": k.BudgetSource.APBD,
        "quarter": 2,
        "realised": 300_000_000,
    },
    "quick_win_year": {"programme": "GV-01", "year": 2026, "state": k.QuickWinState.RUNNING},
    "meeting": {"code": "R-01", "name": "Rapat Triwulan II", "held_on": date(2026, 7, 15), "starts_at": time(9)},
    "decision": {
        "code": "D-01",
        "meeting": "R-01",
        "text": "Percepat lelang server",
        "agency": "KOMINFO",
        "due_on": date(2026, 8, 1),
    },
}


def example_cells(entity: str, words: Words) -> list[object]:
    """The row as it stands in the template, marked."""
    sheet = next(sheet for sheet in SHEETS if sheet.entity == entity)
    cells = [cell_value(EXAMPLES[entity].get(column.field), words, UTC) for column in sheet.columns]
    return [f"{words.say('import.example')} {cells[0]}", *cells[1:]]


def without_examples(file: File) -> tuple[File, list[Problem]]:
    """The file without marked rows, and a warning for each of these in which somebody wrote."""
    problems = [
        Problem(Place(table.title, line.number), _first(line), "import.row.example", is_warning=True)
        for table in file.tables
        for line in table.lines
        if is_example(line) and any(isinstance(cell, str) and cell not in _texts() for cell in line.cells)
    ]
    return replace(file, tables=tuple(map(_without, file.tables))), problems


def _without(table: Table) -> Table:
    return replace(table, lines=tuple(line for line in table.lines if not is_example(line)))


def is_example(line: Line) -> bool:
    first = _first(line).lstrip()
    if first[:1].isascii() and not first.casefold().startswith(tuple(mark[0] for mark in _marks())):
        return False
    return comparable(first).startswith(_marks())


def _first(line: Line) -> str:
    first = next((cell for cell in line.cells if cell not in (None, "")), None)
    return first if isinstance(first, str) else ""


@cache
def _marks() -> tuple[str, ...]:
    return tuple(comparable(Words(language).say("import.example")) for language in LANGUAGES)


@cache
def _texts() -> frozenset[str]:
    """Every text of the examples, in every language."""
    return frozenset(_all_texts())


def _all_texts() -> Iterator[str]:
    for language in LANGUAGES:
        for entity in EXAMPLES:
            cells: Sequence[object] = example_cells(entity, Words(language))
            yield from (cell for cell in cells if isinstance(cell, str))
