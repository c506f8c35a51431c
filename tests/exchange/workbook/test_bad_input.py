"""Bad input gets a clear sentence and exit status 1, and the database stays as it was to the byte."""

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner, Result

from smartcity.__main__ import cli
from smartcity.store.engine import make_engine
from tests.exchange.books import GOOD, rows, write


@pytest.fixture
def base(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "240")
    return Path(sqlite_url.removeprefix("sqlite:///"))


def run(*words: object) -> Result:
    return CliRunner().invoke(cli(), [str(word) for word in words])


def settled(base: Path) -> str:
    """SHA-256 of the file, with whatever waits in the write-ahead log folded in."""
    engine = make_engine(f"sqlite:///{base}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return hashlib.sha256(base.read_bytes()).hexdigest()


def refused(base: Path, path: Path, says: str, *options: str) -> None:
    before = settled(base)
    result = run("import", path, *options)
    output = result.output + result.stderr
    assert result.exit_code == 1, output
    assert says in output, output
    assert "Traceback" not in output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert settled(base) == before


@pytest.mark.usefixtures("base")
def test_the_good_book_goes_in(tmp_path: Path) -> None:
    result = run("import", write(tmp_path / "a.xlsx", GOOD))
    assert result.exit_code == 0, result.output
    assert "Impor nomor 1 selesai" in result.output


def changed(sheet: str, row: int, **values: Any) -> dict[str, list[dict[str, Any]]]:
    sheet_rows = rows()
    sheet_rows[sheet][row].update({name.replace("_", " "): value for name, value in values.items()})
    return sheet_rows


CELLS: dict[str, tuple[dict[str, list[dict[str, Any]]], str]] = {
    "a formula": (changed("Program", 0, Nama="=1+1"), "Sel berisi rumus"),
    "two rows with one code": (changed("Program", 1, Kode="P1"), "Sudah ada pada baris 2"),
    "an unknown programme": (changed("Rencana Aksi", 0, Program="P9"), "Program dengan kode atau nama ini tidak ada"),
    "an unknown action plan": (changed("Tahapan", 0, Rencana_Aksi="P9-A"), "Rencana aksi dengan kode"),
    "due before start": (changed("Tahapan", 0, Tenggat="31 Des 2024"), "Tenggat mendahului mulai"),
    "weight 0": (changed("Tahapan", 0, Bobot=0), "Bobot harus lebih dari 0"),
    "weight below 0": (changed("Program", 0, Bobot=-1), "Bobot harus lebih dari 0"),
    "31 Februari": (changed("Tahapan", 0, Tenggat="31 Februari 2025"), "tidak ada di kalender"),
    "no date at all": (changed("Tahapan", 0, Tenggat="segera"), "Bukan tanggal"),
    "an empty name": (changed("Program", 0, Nama="   "), "Wajib diisi"),
    "a strange horizon": (changed("Program", 0, Jangka="nanti"), "Tidak ada dalam daftar"),
    "not a number": (changed("Program", 0, Bobot="berat"), "Bukan angka"),
    "infinity": (changed("Program", 0, Bobot="inf"), "Bukan angka"),
    "a year before the calendar": (changed("Rencana Induk", 0, Tahun_Awal=-5), "Tahun ini tidak masuk akal"),
    "a percent over 100": (changed("Pembaruan", 0, Persen=120), "Persen harus antara 0 dan 100"),
    "either comma or point": (changed("Program", 0, Bobot="1.234"), "dapat dibaca dua cara"),
    "comma and point": (
        {**rows(), "Program": [{**GOOD["Program"][0], "Bobot": "1,5"}, {**GOOD["Program"][1], "Bobot": "2.5"}]},
        "koma dan titik desimal sekaligus",
    ),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_bad_cell_is_named_with_what_to_do(base: Path, tmp_path: Path, case: str) -> None:
    content, says = CELLS[case]
    refused(base, write(tmp_path / "a.xlsx", content), says)


def test_a_missing_sheet(base: Path, tmp_path: Path) -> None:
    refused(base, write(tmp_path / "a.xlsx", rows(Tahapan=None)), "Sheet Tahapan tidak ada")


def test_a_missing_heading(base: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", GOOD, without=("Tahapan", "Tenggat"))
    refused(base, path, "Judul kolom Tenggat tidak ada")


def test_a_merged_cell(base: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", GOOD)
    book = load_workbook(path)
    book["Program"].merge_cells("B2:B3")
    book.save(path)
    refused(base, path, "B2:B3")


def _text(path: Path) -> None:
    path.write_text("bukan buku kerja")


def _other_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (500 * 2**20))


def _heavy(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(60 * 2**20)


def _broken_xml(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
        archive.writestr("[Content_Types].xml", "<Types")


def _old_excel(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096)


FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "not a workbook": (_text, "bukan buku kerja Excel"),
    "another archive": (_other_archive, "bukan buku kerja Excel"),
    "an old or encrypted workbook": (_old_excel, "bukan buku kerja Excel"),
    "a broken workbook": (_broken_xml, "bukan buku kerja Excel"),
    "a zip bomb": (_bomb, "mengembang melebihi"),
    "60 MB": (_heavy, "terlalu besar"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_gets_one_sentence(base: Path, tmp_path: Path, case: str) -> None:
    spoil, says = FILES[case]
    spoil(tmp_path / "a.xlsx")
    refused(base, tmp_path / "a.xlsx", says)


@pytest.mark.usefixtures("base")
def test_a_million_empty_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", GOOD)
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(10, 1_048_577))
    spoilt = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", empty + b"</sheetData>")
            new.writestr(name, content)
    result = run("import", spoilt)
    assert (result.exit_code, result.exception) == (0, None), result.output


def test_a_missing_file_and_an_empty_folder(base: Path, tmp_path: Path) -> None:
    refused(base, tmp_path / "none.xlsx", "tidak ada")
    (tmp_path / "folder").mkdir()
    refused(base, tmp_path / "folder", "tidak berisi berkas .csv")


def test_another_masterplan_over_the_one_in_force(base: Path, tmp_path: Path) -> None:
    assert run("import", write(tmp_path / "a.xlsx", GOOD)).exit_code == 0
    other = write(tmp_path / "b.xlsx", changed("Rencana Induk", 0, Nama="Rencana Lain"))
    refused(base, other, "sudah memuat Rencana Uji")


@pytest.mark.usefixtures("base")
def test_control_characters_and_markup_do_no_harm(tmp_path: Path) -> None:
    name = "[red]<script>alert(1)</script> \u202e=cmd|' /C calc'!A0"
    book = Workbook()
    book.close()
    path = write(tmp_path / "a.xlsx", changed("Program", 0, Nama=name))
    assert run("import", path).exit_code == 0
    out = tmp_path / "out.xlsx"
    assert run("export", out).exit_code == 0
    assert load_workbook(out)["Program"]["B2"].value == name.replace("\u202e", "")


def test_a_dry_run_writes_nothing(base: Path, tmp_path: Path) -> None:
    before = settled(base)
    result = run("import", write(tmp_path / "a.xlsx", GOOD), "--dry-run")
    assert result.exit_code == 0
    assert "Uji coba saja" in result.output
    assert settled(base) == before
