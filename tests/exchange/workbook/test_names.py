"""Who is meant: aliases, several owners in one cell, misspelt dimensions."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from smartcity.commands.plan.import_schema import DraftRow, PlanDraft
from smartcity.commands.plan.rules import check
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex, official_dimensions
from smartcity.exchange.workbook.source import read_source
from smartcity.store.entities import PLAN_ENTITIES
from tests.workbooks import changed, write_book

KNOWN: dict[str, set[object]] = {entity.name: set() for entity in PLAN_ENTITIES}


def drafted(folder: Path, sheet: str, row: int, heading: str, typed: object) -> PlanDraft:
    return draft_of(read_source(write_book(folder / "plan.xlsx", changed(sheet, row, heading, typed))), NameIndex())


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
        ("Smart Brandng", "Smart Branding"), ("Smart Ekonomi", "Smart Economy"), ("SmartLiving", "Smart Living"),
        ("Smart Govrnance", "Smart Governance"), ("Samrt Society", "Smart Society"),
        ("SMART LIVING", "SMART LIVING"), ("Smart Mobility", "Smart Mobility"), ("Ekonomi", "Ekonomi"),
        ("Smart Security", "Smart Security"), ("Smart Building", "Smart Building"), ("Smart Ecology", "Smart Ecology"),
        ("Smart Trading", "Smart Trading"), ("Smart Variety", "Smart Variety"), ("Smart Giving 2", "Smart Giving 2"),
    ],
)  # fmt: skip
def test_i5_a_dimension_is_spelt_officially_at_one_or_two_letters_only(typed: str, meant: str) -> None:
    assert official_dimensions([typed]) == [meant]


def test_i5_a_name_that_another_row_bears_is_not_given_twice(tmp_path: Path) -> None:
    assert official_dimensions(["Smart Living", "Smart Livng"]) == ["Smart Living", "Smart Livng"]
    assert official_dimensions(["Smart Livng", "Smart Livin"]) == ["Smart Livng", "Smart Livin"]
    assert official_dimensions(["Smart Livng"], ["Smart Living"]) == ["Smart Livng"]
    stored = NameIndex({"dimension": [("LV", {"name": ("Smart Living",)})]})
    path = write_book(tmp_path / "plan.xlsx", changed("Dimensi", 3, "Nama", "Smart Livng"))
    draft = draft_of(read_source(path), stored)
    assert [row.values["name"] for row in draft.rows["dimension"]] == ["Smart Governance", "Smart Livng"]
    assert draft.warnings == []


@pytest.mark.parametrize(
    ("sheet", "heading", "typed", "key"),
    [
        ("Program", "Sub-dimensi", "GV.10", "import.row.unknown_sub_dimension"),
        ("Program", "Sub-dimensi", "GV1", "import.row.unknown_sub_dimension"),
        ("Sub-dimensi", "Dimensi", "GW", "import.row.unknown_dimension"),
        ("Sub-dimensi", "Dimensi", "Smart Security", "import.row.unknown_dimension"),
        ("Program", "OPD Penanggung Jawab", "Dinas Lingkungan Hidap", "import.row.unknown_agency"),
        ("Program", "OPD Penanggung Jawab", "DLHK", "import.row.unknown_agency"),
    ],
)
def test_i5_codes_and_names_of_agencies_are_never_corrected(
    tmp_path: Path, sheet: str, heading: str, typed: str, key: str
) -> None:
    draft = drafted(tmp_path, sheet, 2, heading, typed)
    assert [problem.key for problem in check(draft, KNOWN)] == [key]
    assert draft.warnings == []


def test_i5_a_misspelt_sub_dimension_is_told(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "Program", 3, "Sub-dimensi", "Pengelolaan Limbahh")
    assert [row.values["sub_dimension"] for row in draft.rows["programme"]] == ["GV.1", "EN.1"]
    assert [(w.key, w.place.row, w.facts["meant"]) for w in draft.warnings] == [
        ("import.row.misspelt", 3, "Pengelolaan Limbah")
    ]


def test_a_misspelt_dimension_in_its_own_sheet_is_told(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "Dimensi", 3, "Nama", "Smart Enviroment")
    assert [row.values["name"] for row in draft.rows["dimension"]] == ["Smart Governance", "Smart Environment"]
    assert [(w.key, w.place.row, w.value) for w in draft.warnings] == [("import.row.misspelt", 3, "Smart Enviroment")]


def test_a_misspelt_dimension_in_a_reference_is_told(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "Sub-dimensi", 2, "Dimensi", "smart goverment")
    assert second(draft.rows["sub_dimension"]).values["dimension"] == "GV"
    assert [(w.key, w.place.column) for w in draft.warnings] == [("import.row.misspelt", "Dimensi")]
