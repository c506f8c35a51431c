"""Who is who: doubles of codes are refused in every sheet, ambiguous names name both rows, an exact match wins."""

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

import pytest

from smartcity.commands.plan.import_schema import PlanDraft, Problem
from smartcity.commands.plan.rules import check
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.problems import grouped_lines
from smartcity.exchange.workbook.source import read_source
from smartcity.i18n.words import Words
from smartcity.store.entities import PLAN_ENTITIES
from tests.workbooks import Book, book, put, write_book

CODED = [entity.name for entity in PLAN_ENTITIES if entity.key == ("code",)]
NOTHING: Mapping[str, set[object]] = {entity.name: set() for entity in PLAN_ENTITIES}
NAMED = ("dimension", "sub_dimension", "agency", "mission", "programme", "action_plan", "milestone", "indicator")
# Sheet, row and heading of one reference to each entity that has a name.
REFERENCES = {
    "dimension": ("Sub-dimensi", 2, "Dimensi"),
    "sub_dimension": ("Program", 2, "Sub-dimensi"),
    "agency": ("Program", 3, "OPD Penanggung Jawab"),
    "mission": ("Program", 2, "Misi"),
    "programme": ("Rencana Aksi", 2, "Program"),
    "action_plan": ("Tahapan", 2, "Rencana Aksi"),
    "milestone": ("Pembaruan", 2, "Tahapan"),
    "indicator": ("Target", 2, "Indikator"),
    "area": ("Realisasi", 2, "Wilayah"),
    "meeting": ("Arahan", 2, "Rapat"),
}


def drafted(folder: Path, sheets: Book, names: NameIndex | None = None) -> PlanDraft:
    return draft_of(read_source(write_book(folder / "plan.xlsx", sheets)), names or NameIndex())


def doubled(entity: str, code: str, name: str | None = None) -> Book:
    """The last row of the sheet once more, under another code."""
    sheets, title = book(), SHEET_BY_ENTITY[entity].title
    sheets[title].append([*sheets[title][-1]])
    put(sheets, title, len(sheets[title]), "Kode", code)
    return put(sheets, title, len(sheets[title]), "Nama", name) if name else sheets


def last_code(entity: str) -> str:
    lines_ = book()[SHEET_BY_ENTITY[entity].title]
    return str(lines_[-1][lines_[0].index("Kode")])


def problems(draft: PlanDraft, entity: str = "", stored: Set[Any] | None = None) -> list[Problem]:
    return [*draft.errors, *check(draft, {**NOTHING, **({entity: stored} if stored else {})})]


def wide(code: str) -> str:
    return chr(ord(code[0]) + 0xFEE0) + code[1:]


@pytest.mark.parametrize(
    ("entity", "code"),
    [
        (entity, code)
        for entity in CODED
        for code in sorted({last_code(entity).lower(), wide(last_code(entity))} - {last_code(entity)})
    ],
)
def test_i1_codes_that_look_the_same_are_refused_as_doubles(tmp_path: Path, entity: str, code: str) -> None:
    sheets = doubled(entity, code)
    (problem,) = [p for p in problems(drafted(tmp_path, sheets)) if "alike" in p.key or "twice" in p.key]
    row = len(sheets[SHEET_BY_ENTITY[entity].title])
    if not code.isascii():
        assert (problem.key, problem.place.row, problem.facts) == ("import.row.twice", row, {"first": row - 1})
        return
    assert (problem.key, problem.place.row, problem.value) == ("import.row.alike", row, code)
    assert (problem.facts["other"], problem.facts["row"]) == (last_code(entity), row - 1)


@pytest.mark.parametrize("entity", CODED)
def test_i1_a_code_that_looks_like_a_stored_one_is_refused(tmp_path: Path, entity: str) -> None:
    stored = {f"\uff21{last_code(entity)[1:]}", last_code(entity)} | {last_code(entity).swapcase()}
    draft = drafted(tmp_path, book())
    assert problems(draft, entity, stored) == [], "an exact match wins"
    looking = {chr(ord(last_code(entity)[0]) + 0xFEE0) + last_code(entity)[1:]}
    (problem,) = problems(draft, entity, looking)
    assert (problem.key, problem.value, problem.facts["other"]) == (
        "import.row.alike_stored",
        last_code(entity),
        *looking,
    )


CYRILLIC = "\u04212.\u0410.1"


def test_i1_a_code_in_another_alphabet_is_a_double_of_the_one_it_looks_like(tmp_path: Path) -> None:
    sheets = doubled("milestone", CYRILLIC)
    put(sheets, "Tahapan", 4, "Kode", "C2.A.1")
    (problem,) = [p for p in problems(drafted(tmp_path, sheets)) if "alike" in p.key]
    assert (problem.key, problem.value, problem.facts) == ("import.row.alike", CYRILLIC, {"other": "C2.A.1", "row": 4})
    (problem,) = [p for p in problems(drafted(tmp_path, sheets), "milestone", {CYRILLIC}) if "alike" in p.key]
    assert (problem.value, problem.facts["other"]) == ("C2.A.1", CYRILLIC)


def test_i1_a_code_in_another_alphabet_is_taken_as_it_is_and_told(tmp_path: Path) -> None:
    draft = drafted(tmp_path, doubled("milestone", CYRILLIC))
    (warning,) = [p for p in check(draft, NOTHING) if p.is_warning and p.key == "import.row.other_alphabet"]
    assert (warning.place.row, warning.facts) == (5, {"latin": "C2.A.1"})
    assert draft.rows["milestone"][-1].values["code"] == CYRILLIC
    assert [p for p in check(draft, {**NOTHING, "milestone": {CYRILLIC}}) if p.key == warning.key] == []


@pytest.mark.parametrize("column", ["OPD Penanggung Jawab", "OPD Pendukung"])
def test_i1_a_reference_in_another_alphabet_names_what_it_looks_like(tmp_path: Path, column: str) -> None:
    sheets = put(book(), "OPD", 2, "Nama Singkat", "PEMKOT")
    draft = drafted(tmp_path, put(sheets, "Program", 2, column, "\u0420EMKOT"))
    (problem,) = draft.errors
    assert (problem.key, problem.place.row, problem.facts) == ("import.row.looks_like", 2, {"other": "PEMKOT"})


def test_i1_an_update_of_a_code_is_never_stored_on_its_double(tmp_path: Path) -> None:
    for first, second in (("P2.A.1", "p2.a.1"), ("p2.a.1", "P2.A.1")):
        sheets = doubled("milestone", second)
        put(sheets, "Tahapan", 4, "Kode", first)
        put(sheets, "Pembaruan", 2, "Tahapan", "P2.A.1")
        draft = drafted(tmp_path, sheets)
        assert draft.rows["update"][0].values["milestone"] == "P2.A.1"
        assert [p.key for p in problems(draft)] == ["import.row.alike"]


@pytest.mark.parametrize("entity", REFERENCES)
def test_i2_a_name_of_two_rows_is_refused_naming_both(tmp_path: Path, entity: str) -> None:
    title = SHEET_BY_ENTITY[entity].title
    sheets = doubled(entity, "LAIN", "Nama Kembar")
    count = len(sheets[title])
    sheets[title].append([*sheets[title][-1]])
    put(put(sheets, title, count + 1, "Kode", "BEDA"), title, count + 1, "Nama", "nama  kembar")
    put(sheets, *REFERENCES[entity], "Nama Kembar")
    (problem,) = [p for p in problems(drafted(tmp_path, sheets)) if "ambiguous" in p.key]
    sentence = Words("id").say(problem.key, **problem.facts)
    assert all(
        part in sentence for part in ("Nama Kembar", "LAIN", "BEDA", title, f"baris {count}", f"baris {count + 1}")
    )
    assert (problem.place.sheet, problem.place.row, problem.place.column) == REFERENCES[entity]


@pytest.mark.parametrize("heading", ["Nama", "Nama Singkat", "Alias"])
@pytest.mark.parametrize("typed", ["Kembar", "KEMBAR", "Kembar, Bappeda"])
def test_i2_two_agencies_of_one_name_are_never_the_first(tmp_path: Path, heading: str, typed: str) -> None:
    sheets = put(put(book(), "OPD", 2, heading, "Kembar"), "OPD", 4, heading, "kembar")
    for column in ("OPD Penanggung Jawab", "OPD Pendukung"):
        draft = drafted(tmp_path, put(book() | {"OPD": sheets["OPD"]}, "Program", 2, column, typed))
        assert [p.key for p in draft.errors] == ["import.row.ambiguous"], column


def test_i2_a_name_of_a_stored_row_counts_until_the_file_renames_that_row(tmp_path: Path) -> None:
    stored = {"agency": [("LAMA", {"short_name": ("DLH Kota",)}), ("TUA", {"short_name": ("dlh kota",)})]}
    sheets = put(put(book(), "OPD", 4, "Alias", "DLH Kota"), "Program", 3, "OPD Penanggung Jawab", "DLH Kota")
    (problem,) = drafted(tmp_path, sheets, NameIndex({"agency": stored["agency"][:1]})).errors
    assert problem.key == "import.row.ambiguous_stored"
    assert "sudah tersimpan" in Words("id").say(problem.key, **problem.facts)
    sheets["OPD"].append(["LAMA", "Dinas Lama", "Dilama", None])
    assert drafted(tmp_path, sheets, NameIndex({"agency": stored["agency"][:1]})).errors == []
    (problem,) = drafted(tmp_path, put(book(), "Program", 3, "OPD Pendukung", "DLH Kota"), NameIndex(stored)).errors
    assert problem.key == "import.row.ambiguous_both_stored"


def test_i2_a_code_wins_over_the_alias_of_another(tmp_path: Path) -> None:
    sheets = put(put(book(), "OPD", 2, "Alias", "DLH"), "OPD", 3, "Alias", "DLH")
    draft = drafted(tmp_path, sheets)
    assert draft.errors == []
    assert draft.rows["programme"][1].values["lead_agency"] == "DLH"


def test_the_words_of_a_double_name_both_rows(tmp_path: Path) -> None:
    draft = drafted(tmp_path, doubled("milestone", "p2.a.1"))
    draft.plan_problems = [*check(draft, NOTHING)]
    (line,) = grouped_lines(draft, Words("id"))
    assert "P2.A.1" in line.advice
    assert (line.rows, line.value) == ("5", "p2.a.1")
    assert "baris 4" in line.advice
