"""Out and in again: the same cells as workbook and as CSV, harmless to whoever opens them."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from sqlmodel import col, select

from smartcity.exchange.workbook.layout import SHEETS
from smartcity.i18n.words import Words
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading
from smartcity.store.schema_version import upgrade
from tests.whole_book import whole_book
from tests.workbooks import SAID, Book, book, changed, command, put, write_book, write_folder
from tests.zones import JAYAPURA, MAKASSAR, NIGHTS

SAY = Words("id").say


@pytest.fixture
def base(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    return sqlite_url


def done(*words: object) -> str:
    result = command(*words)
    assert result.exit_code == 0, result.output + result.stderr
    return result.stdout


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in workbook.worksheets}


def lines(folder: Path) -> dict[str, list[list[str]]]:
    by_name = {path.stem: path.read_text("utf-8").splitlines(keepends=True) for path in folder.iterdir()}
    return {title: [*csv.reader(rows, delimiter=";")] for title, rows in by_name.items()}


def differing(one: Mapping[str, Any], two: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Sheet and both rows, where they differ."""
    assert one.keys() == two.keys()
    return [(sheet, *pair) for sheet in one for pair in zip_longest(one[sheet], two[sheet]) if pair[0] != pair[1]]


def elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another, empty database from here on."""
    url = f"sqlite:///{folder / 'other.db'}"
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)


def awkward() -> Book:
    """Texts that programs take for formulas, that end in blanks or need quotes; odd numbers; lists."""
    sheets = changed("Program", 2, "Nama", "=1+1")
    put(sheets, "Program", 2, "Uraian", '+62 "dua"; tiga,\nempat')
    put(sheets, "Program", 3, "Uraian", "@wali <b>kota</b> 'kutip'")
    put(sheets, "Program", 2, "OPD Pendukung", "Bappeda; DLH")
    put(sheets, "Program", 3, "Bobot", 0.333333)
    put(sheets, "Rencana Induk", 2, "Skema Kesehatan", "0,9 Sesuai Rencana; 0,5 Perlu Perhatian; 0 Terlambat")
    put(sheets, "Rencana Induk", 2, "Zona Waktu", "Asia/Makassar")
    put(sheets, "Indikator", 2, "Nilai Awal", -1.23456789)
    put(sheets, "Indikator", 2, "Wajar Dari", 2.5)
    put(sheets, "Indikator", 2, "Wajar Sampai", 100)
    put(sheets, "Indikator", 2, "Per Kecamatan", "Ya")
    put(sheets, "Realisasi", 2, "Alasan", "= alat baru")
    sheets["Wilayah"].append(["13.73.01", "Kecamatan Uji", "kecamatan"])
    sheets["Realisasi"].append(["I1", 2026, "II", "78,25", SAID, None])
    put(sheets, "Realisasi", 3, "Wilayah", "13.73.01")
    put(sheets, "Program", 3, "Ukuran", "Fisik")
    days = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 12, 31))
    sheets["Kurva Rencana"] = [["Program", "Per Tanggal", "Rencana (%)"]]
    sheets["Kurva Rencana"] += [["P2", day, percent] for day, percent in zip(days, (None, 12.345678, 100), strict=True)]
    sheets["Realisasi Fisik"] = [
        ["Program", "Per Tanggal", "Realisasi (%)", "Catatan", "Bukti Dukung", "Dicatat Pada", "Putusan"],
        ["P2", days[0], 0, "= foto", "Foto 100%", SAID, "Terverifikasi"],
        ["P2", days[1], 45.125, None, None, None, None],
    ]
    return put(sheets, "Target", 2, "Target", 1.234)


def measured() -> Book:
    """Indicators as real plans have them: whole years, halves, the plan's end, none to answer, nothing to measure."""
    sheets = put(book(), "Indikator", 2, "OPD Pendukung", "Bappeda; DLH")
    put(sheets, "Rencana Induk", 2, "Skala Predikat", "90 Sangat Baik; 75,5 Baik; 60 Cukup; 0 Kurang")
    sheets["Indikator"].append(["I2", "Indeks kota", None, "lower", "cumulative", None, "GV.1", None, None])
    goals = ((2027, None, "II", None, 10), (2027, None, None, None, 20), (2029, None, None, "Ya", 80.5))
    sheets["Target"] = [["Indikator", "Tahun", "Triwulan", "Semester", "Akhir Rencana", "Target"]]
    sheets["Target"] += [["I2", *goal] for goal in (*goals, (2029, None, None, "Tidak", 22))]
    sheets["Realisasi"] = [["Indikator", "Tahun", "Triwulan", "Semester", "Tidak Berlaku", "Realisasi"]]
    sheets["Realisasi"] += [["I2", 2025, None, None, None, 7], ["I2", 2026, None, "Semester I", "Tidak", 3.5]]
    sheets["Realisasi"].append(["I2", 2026, None, "2", "Ya", None])
    return sheets


@pytest.mark.parametrize("sheets", [book(), awkward(), measured()], ids=["plain", "awkward", "measured"])
@pytest.mark.usefixtures("base")
def test_export_import_export_gives_the_same_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheets: Book
) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", sheets))
    done("export", tmp_path / "one.xlsx")
    done("export", tmp_path / "one")
    elsewhere(tmp_path, monkeypatch)
    done("import", tmp_path / "one.xlsx")
    done("export", tmp_path / "two.xlsx")
    done("export", tmp_path / "two")
    assert differing(cells(tmp_path / "one.xlsx"), cells(tmp_path / "two.xlsx")) == []
    assert differing(lines(tmp_path / "one"), lines(tmp_path / "two")) == []


def test_whole_years_halves_and_the_end_of_the_plan_are_kept_apart(base: str, tmp_path: Path) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", measured()))
    engine = make_engine(base)
    with reading(engine) as session:
        goals = session.exec(select(t.Target.year, t.Target.half, t.Target.is_end).order_by(col(t.Target.id))).all()
        read = session.exec(select(t.Reading.quarter, t.Reading.half, t.Reading.is_not_applicable)).all()
        unit, agency = session.exec(
            select(t.Indicator.unit, t.Indicator.agency_id).where(t.Indicator.code == "I2")
        ).one()
        scale = session.exec(select(t.Masterplan.predicate_scale)).one()
    engine.dispose()
    assert goals == [(2027, 2, False), (2027, None, False), (2029, None, True), (2029, None, False)]
    assert read == [(None, None, False), (None, 1, False), (None, 2, True)]
    assert (unit, agency) == (None, None)
    assert scale == [["90", "very_good"], ["75.5", "good"], ["60", "fair"], ["0", "poor"]]


@pytest.mark.usefixtures("base")
def test_every_column_of_every_sheet_goes_round(tmp_path: Path) -> None:
    """A new column fills itself by its kind; one that is lost on the way is named here."""
    done("import", write_book(tmp_path / "plan.xlsx", whole_book()))
    done("export", tmp_path / "one.xlsx")
    cells_read = cells(tmp_path / "one.xlsx")
    empty = [
        (sheet.title, column.heading)
        for sheet in SHEETS
        for at, column in enumerate(sheet.columns)
        if all(row[at] is None for row in cells_read[sheet.title][1:])
    ]
    assert empty == []


@pytest.mark.usefixtures("base")
def test_a_folder_of_csv_gives_the_same_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", awkward()))
    done("export", tmp_path / "one.xlsx")
    done("export", tmp_path / "one")
    elsewhere(tmp_path, monkeypatch)
    done("import", tmp_path / "one")
    done("export", tmp_path / "two.xlsx")
    assert differing(cells(tmp_path / "one.xlsx"), cells(tmp_path / "two.xlsx")) == []


@pytest.mark.parametrize(("mark", "code"), [(";", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252")])
def test_csv_in_the_codes_that_office_programs_write(base: str, tmp_path: Path, mark: str, code: str) -> None:
    done("import", write_folder(tmp_path / "plan", changed("Program", 3, "Nama", "Café “Sampah”"), mark, code))
    engine = make_engine(base)
    with reading(engine) as session:
        assert session.exec(select(t.Programme.name).where(t.Programme.code == "P2")).one() == "Café “Sampah”"
    engine.dispose()


@pytest.mark.usefixtures("base")
def test_importing_the_export_changes_nothing(tmp_path: Path) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", awkward()))
    for target in (tmp_path / "out.xlsx", tmp_path / "out"):
        done("export", target)
        rows = [line.split("│") for line in done("import", target, "--dry-run").splitlines() if "│" in line]
        assert {(row[2].strip(), row[3].strip()) for row in rows if len(row) == 7} == {("0", "0")}


@pytest.mark.usefixtures("base")
def test_exported_texts_are_no_formulas(tmp_path: Path) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", awkward()))
    done("export", tmp_path / "out.xlsx")
    done("export", tmp_path / "out")
    cells_written = [
        cell for rows in cells(tmp_path / "out.xlsx").values() for row in rows for cell in row if isinstance(cell, str)
    ]
    cells_written += [cell for rows in lines(tmp_path / "out").values() for row in rows for cell in row]
    assert "'=1+1" in cells_written
    assert "'+ beres" in cells_written
    assert "'- dua modul" in cells_written
    numbers = [text for text in cells_written if text.startswith(("=", "+", "-", "@"))]
    assert numbers == ["-1,23456789"]


def test_a_percentage_is_read_as_it_is_shown(base: str, tmp_path: Path) -> None:
    def finish(made: Any) -> None:
        made.sheetnames["Realisasi"].write_number(1, 3, 0.9025, made.add_format({"num_format": "0.00%"}))

    done("import", write_book(tmp_path / "plan.xlsx", book(), finish))
    engine = make_engine(base)
    with reading(engine) as session:
        assert [*map(str, session.exec(select(col(t.Reading.value))).all())] == ["90.25000000"]
    engine.dispose()


def test_hours_are_told_in_the_zone_of_the_plan(base: str, tmp_path: Path) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", awkward()))
    engine = make_engine(base)
    with reading(engine) as session:
        recorded_at = session.exec(select(t.DueDateChange.recorded_at)).one()
    engine.dispose()
    assert (recorded_at.hour, recorded_at.minute) == (1, 30)  # 09.30 WITA


def test_comma_or_point_is_asked_and_answered(base: str, tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", changed("Anggaran", 2, "Pagu", "1.250"))
    asked = command("import", path)
    assert asked.exit_code == 1
    assert SAY("import.decimal.ask", column="Pagu")[:60] in asked.stdout
    done("import", path, "--decimal", "comma")
    engine = make_engine(base)
    with reading(engine) as session:
        assert session.exec(select(col(t.Budget.ceiling))).one() == 1250
    engine.dispose()


@pytest.mark.usefixtures("base")
def test_odd_targets_are_told_and_taken(tmp_path: Path) -> None:
    output = done("import", write_book(tmp_path / "plan.xlsx", changed("Target", 2, "Target", -5)))
    assert SAY("import.row.negative_target") in output
    assert SAY("import.row.target_behind_baseline", baseline="70.25000000")[:40] in output


@pytest.mark.usefixtures("base")
def test_a_template_is_a_workbook(tmp_path: Path) -> None:
    result = command("template", tmp_path / "out.csv")
    assert (result.exit_code, result.stderr.strip()) == (1, SAY("import.template_target", path=tmp_path / "out.csv"))


@pytest.mark.parametrize("verb", ["export", "template"])
@pytest.mark.usefixtures("base")
def test_a_place_that_cannot_be_written_gets_one_sentence(tmp_path: Path, verb: str) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", book()))
    result = command(verb, tmp_path / "plan.xlsx" / "out.xlsx")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.usefixtures("base")
def test_an_export_is_a_workbook_or_a_folder(tmp_path: Path) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", book()))
    result = command("export", tmp_path / "out.csv")
    assert (result.exit_code, result.stderr.strip()) == (1, SAY("import.target", path=tmp_path / "out.csv"))


@pytest.mark.usefixtures("base")
def test_there_is_nothing_to_export_yet(tmp_path: Path) -> None:
    result = command("export", tmp_path / "out.xlsx")
    assert (result.exit_code, result.stderr.strip()) == (1, SAY("import.no_plan"))
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.usefixtures("base")
def test_undo_at_the_back_door(tmp_path: Path) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", book()))
    assert SAY("import.undone", number=1) in done("import", "--undo", 1)
    again = command("import", "--undo", 1)
    assert (again.exit_code, again.stderr.strip()) == (1, SAY("import.undo.before", number=1))


@pytest.mark.usefixtures("base")
def test_the_sample_is_not_put_over_a_plan(tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", book())
    done("import", path)
    assert SAY("import.has_plan") in done("import", path, "--sample")


@pytest.mark.usefixtures("base")
def test_import_without_a_file_says_what_to_write() -> None:
    result = command("import")
    assert (result.exit_code, result.stderr.strip()) == (1, SAY("import.needs_file"))


@pytest.mark.parametrize(("zone", "at", "_day", "_hour"), NIGHTS)
@pytest.mark.usefixtures("base")
def test_what_was_just_imported_is_exported_whatever_the_hour(
    tmp_path: Path, zone: str, at: datetime, _day: date, _hour: str
) -> None:
    with time_machine.travel(at, tick=False):
        done("import", write_book(tmp_path / "plan.xlsx", changed("Rencana Induk", 2, "Zona Waktu", zone)))
        done("export", tmp_path / "out.xlsx")
        done("template", tmp_path / "template.xlsx")
        assert SAY("import.has_plan") in done("import", tmp_path / "plan.xlsx", "--sample")
        assert "Rencana Uji" in done("welcome")
    cells_read = cells(tmp_path / "out.xlsx")
    headings = cells_read["Rencana Induk"][0]
    assert cells_read["Rencana Induk"][1][headings.index("Zona Waktu")] == zone
    assert openpyxl.load_workbook(tmp_path / "template.xlsx")["OPD"].max_row == 5


@pytest.mark.parametrize("zone", [MAKASSAR, JAYAPURA])
def test_hours_of_a_file_that_names_no_zone_are_those_of_the_plan_that_is_there(
    base: str, tmp_path: Path, zone: str
) -> None:
    done("import", write_book(tmp_path / "plan.xlsx", changed("Rencana Induk", 2, "Zona Waktu", zone)))
    sheets = book()
    heads = sheets["Menunggu"][0]
    sheets["Menunggu"].append(
        [{"Tahapan": "P2.A.1", "Menunggu Pihak Lain": "Kantor Dinas"}.get(head) for head in heads]
    )
    put(put(sheets, "Menunggu", 5, "Sejak", date(2026, 7, 1)), "Menunggu", 5, "Dicatat Pada", SAID)
    done("import", write_book(tmp_path / "later.xlsx", sheets))
    engine = make_engine(base)
    with reading(engine) as session:
        assert session.exec(select(t.Masterplan.zone)).one() == zone
        instants = session.exec(select(t.Waiting.recorded_at).order_by(col(t.Waiting.id))).all()
    engine.dispose()
    assert instants[-1] == instants[0]
