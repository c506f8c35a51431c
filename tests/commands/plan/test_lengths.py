"""One limit for each text: the import names the row, the edit refuses the same, what is stored longer comes again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col

from smartcity.commands import ledger
from smartcity.commands.plan import plan_edits, plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.commands.plan.plan_edits import RowEdit
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.errors import Refused
from smartcity.domain.lengths import CODE, NAME, NOTE, TEXT
from smartcity.i18n.words import Words
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from smartcity.store.loaders.visibility import AsOf
from tests.counting import statements_of
from tests.miniature import drafted
from tests.workbooks import Book, book, put

AT = datetime(2026, 7, 3, 3, tzinfo=UTC)
EACH = [
    ("Program", "Kode", CODE),
    ("Program", "Nama", NAME),
    ("Program", "Uraian", TEXT),
    ("OPD", "Alias", TEXT),
    ("Pembaruan", "Catatan", NOTE),
    ("Pembaruan", "Catatan Verifikator", 1_000),
    ("Rapat", "Nama", 160),
    ("Arahan", "Arahan", 1_000),
]


def looked_at(engine: Engine, folder: Path, sheets: Book) -> PlanDraft:
    draft = drafted(folder, sheets)
    with reading(engine) as session:
        plan_import.preview(session, draft, at=AT)
    return draft


@pytest.mark.parametrize(("sheet", "heading", "most"), EACH)
def test_a_text_is_as_long_as_its_field_takes(
    database: Engine, tmp_path: Path, sheet: str, heading: str, most: int
) -> None:
    whole = put(book(), sheet, 3 if sheet == "Program" else 2, heading, "x" * most)
    assert [p for p in looked_at(database, tmp_path, whole).errors if p.key == "note.long"] == []
    longer = put(whole, sheet, 3 if sheet == "Program" else 2, heading, "x" * 10_000)
    (problem,) = [p for p in looked_at(database, tmp_path, longer).errors if p.key == "note.long"]
    assert (problem.place.sheet, problem.place.row) == (sheet, 3 if sheet == "Program" else 2)
    assert Words("id").say(problem.key, **problem.facts) == f"Terlalu panjang: 10000 huruf, paling banyak {most}."


def test_what_is_stored_longer_comes_again_and_is_edited_within_the_limit(database: Engine, tmp_path: Path) -> None:
    with writing(database) as session:
        batch = plan_import.bring_in(session, drafted(tmp_path, book()), at=AT)[0]
        session.execute(update(t.Programme).where(col(t.Programme.code) == "P1").values(name="x" * 400))
        ledger.append(session, ADMINISTRATOR_AT_TERMINAL, "plan.import", f"batch:{batch.id}", at=AT)
    draft = looked_at(database, tmp_path, put(book(), "Program", 2, "Nama", "x" * 400))
    assert (draft.errors, draft.rows["programme"][0].values["name"]) == ([], "x" * 400)
    for typed in ("y" * (NAME + 1), "y" * NAME):
        change = RowEdit("programme", "P1", {"name": ("x" * 400, typed)})
        with writing(database) as session:
            if len(typed) > NAME:
                with pytest.raises(Refused, match=r"note\.long"):
                    plan_edits.edit(session, ADMINISTRATOR_AT_TERMINAL, change, "nama resmi", at=AT)
            else:
                plan_edits.edit(session, ADMINISTRATOR_AT_TERMINAL, change, "nama resmi", at=AT)
    with reading(database) as session:
        assert AsOf.now(session).rows(t.Programme)[0]["name"] == "y" * NAME


def test_rows_cost_no_questions_of_their_own(database: Engine, tmp_path: Path) -> None:
    """As many statements for three rows of a sheet as for sixty: texts too long, and figures that might be verified."""
    asked = []
    for count in (3, 60):
        sheets = book()
        heads = sheets["Pembaruan"][0]
        update_row = list(sheets["Pembaruan"][1])
        update_row[heads.index("Catatan")] = "x" * 400
        sheets["Pembaruan"] = [heads, *([update_row] * count)]
        draft = drafted(tmp_path, sheets)
        with statements_of(database) as statements, reading(database) as session:
            plan_import.preview(session, draft, at=AT)
        asked.append(len(statements))
    assert asked[0] == asked[1]
