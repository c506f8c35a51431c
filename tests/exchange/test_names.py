"""Who is meant: aliases, several owners in one cell, misspelt dimensions."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from smartcity.commands.drafts import DraftRow, PlanDraft
from smartcity.exchange.drafting import draft_of
from smartcity.exchange.names import Names, official_dimension
from smartcity.exchange.tables import read
from tests.workbooks import changed, write_book


def drafted(folder: Path, sheet: str, row: int, heading: str, typed: object) -> PlanDraft:
    return draft_of(read(write_book(folder / "plan.xlsx", changed(sheet, row, heading, typed))), Names())


def second(rows: Sequence[DraftRow]) -> DraftRow:
    return next(row for row in rows if row.place.row == 2)


@pytest.mark.parametrize(
    ("typed", "owners"),
    [
        ("KOMINFO", ("KOMINFO",)),
        ("diskominfo ", ("KOMINFO",)),
        ("Dinas Komunikasi dan Informatika", ("KOMINFO",)),
        ("Dinas Kominfo, Kota", ("KOMINFO",)),
        ("Diskominfo / Bappeda", ("KOMINFO", "BAPPEDA")),
        ("Bappeda dan Dinas Komunikasi dan Informatika", ("BAPPEDA", "KOMINFO")),
        ("DLH, Kominfo; Bappeda", ("DLH", "KOMINFO", "BAPPEDA")),
        ("DLH & Dinas Kominfo, Kota", ("DLH", "KOMINFO")),
        ("DLH\nBappeda", ("DLH", "BAPPEDA")),
    ],
)
def test_the_first_owner_leads_and_the_rest_support(tmp_path: Path, typed: str, owners: tuple[str, ...]) -> None:
    draft = drafted(tmp_path, "Program", 2, "OPD Penanggung Jawab", typed)
    values = second(draft.rows["programme"]).values
    assert (values["lead_agency"], values["supports"][: len(owners) - 1]) == (owners[0], owners[1:])
    assert "BAPPEDA" in (values["lead_agency"], *values["supports"])
    assert [warning.key for warning in draft.warnings] == ["import.row.two_owners"] * (len(owners) > 1)
    assert draft.errors == []


def test_a_support_named_twice_is_one(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "Program", 2, "OPD Pendukung", "Bappeda, BAPPEDA dan DLH")
    assert second(draft.rows["programme"]).values["supports"] == ("BAPPEDA", "DLH")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Smart Enviroment", "Smart Environment"), ("smart goverment", "Smart Governance"),
        ("Smart Brandng", "Smart Branding"),
        ("SMART LIVING", "SMART LIVING"), ("Smart Mobility", "Smart Mobility"), ("Ekonomi", "Ekonomi"),
    ],
)  # fmt: skip
def test_a_dimension_is_spelt_officially_where_one_is_near(typed: str, meant: str) -> None:
    assert official_dimension(typed) == meant


def test_a_misspelt_dimension_in_its_own_sheet_is_told(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "Dimensi", 3, "Nama", "Smart Enviroment")
    assert [row.values["name"] for row in draft.rows["dimension"]] == ["Smart Governance", "Smart Environment"]
    assert [(w.key, w.place.row, w.value) for w in draft.warnings] == [("import.row.misspelt", 3, "Smart Enviroment")]


def test_a_misspelt_dimension_in_a_reference_is_told(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "Sub-dimensi", 2, "Dimensi", "smart goverment")
    assert second(draft.rows["sub_dimension"]).values["dimension"] == "GV"
    assert [(w.key, w.place.column) for w in draft.warnings] == [("import.row.misspelt", "Dimensi")]
