"""One row edited or added on the screen: the same rules as an import, the same ledger, undone as a whole."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.commands.plan import plan_edits, plan_import
from smartcity.commands.plan.plan_edits import FIELDS, RowEdit, first_fields
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Horizon, Role
from smartcity.domain.errors import Refused
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY
from smartcity.queries import ledger, portfolio, workbook
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from smartcity.store.entities import LISTS, PLAN_ENTITIES
from tests.exchange.books import bring_in_good

ADMIN = Actor("admin", Role.ADMINISTRATOR)
AT = datetime(2026, 3, 5, 3, tzinfo=UTC)
BEFORE, DAY = date(2026, 3, 4), date(2026, 3, 5)
WHY = "Salah ketik di buku rencana"


@pytest.fixture
def city(database: Engine) -> Engine:
    bring_in_good(database)
    return database


def edit(engine: Engine, entity: str, code: str, reason: str = WHY, **fields: tuple[Any, Any]) -> int | None:
    with writing(engine) as session:
        return plan_edits.edit(session, ADMIN, RowEdit(entity, code, fields), reason, at=AT).id


def add(engine: Engine, entity: str, reason: str = WHY, **values: Any) -> int | None:
    with writing(engine) as session:
        return plan_edits.add(session, ADMIN, entity, values, reason, at=AT).id


def test_the_screen_knows_only_fields_that_the_import_knows() -> None:
    entities = {entity.name: entity for entity in PLAN_ENTITIES}
    lists = {(entity, field) for entity, field in LISTS}
    for name in (*FIELDS, "agency"):
        import_fields = {
            *entities[name].own,
            *entities[name].links,
            *(field for entity, field in lists if entity == name),
        }
        assert set(first_fields(name)) - import_fields <= ({"code"} if name == "masterplan" else set())
        shown = {column.field for column in SHEET_BY_ENTITY[name].columns}
        assert {field for field in first_fields(name) if name != "masterplan"} <= shown


def test_an_edit_is_seen_from_its_day_on_and_leaves_one_entry(city: Engine) -> None:
    fields: dict[str, Any] = {"name": ("Portal Layanan", " Portal Warga "), "lead_agency": ("KOMINFO", "BAPPEDA")}
    edit(city, "programme", "P1", **fields)
    with reading(city) as session:
        for day, name, lead in ((BEFORE, "Portal Layanan", "KOMINFO"), (DAY, "Portal Warga", "BAPPEDA")):
            plan = portfolio.load_portfolio(session, day)
            assert plan is not None
            shown_programme = plan.programme("P1")
            assert shown_programme is not None
            assert (shown_programme.name, shown_programme.lead.code) == (name, lead)
        (entry,) = ledger.page(session, ledger.EntryFilter(action="plan.edit"), 1, 5).entries
    assert (entry.subject, entry.reason) == ("programme:P1", WHY)
    assert (entry.before["name"], entry.after["name"]) == ("Portal Layanan", "Portal Warga")


def test_the_position_that_answers_for_a_programme_is_edited_seen_and_exported(city: Engine) -> None:
    assert "responsible_position" in FIELDS["programme"]
    edit(city, "programme", "P1", responsible_position=(None, "Kepala Bidang E-Government"))
    with reading(city) as session:
        plans = [portfolio.load_portfolio(session, day) for day in (BEFORE, DAY)]
        rows = workbook.workbook_rows(session, DAY)["programme"]
        (entry,) = ledger.page(session, ledger.EntryFilter(action="plan.edit"), 1, 5).entries
    positions = [plan.programmes[0].responsible_position for plan in plans if plan]
    assert positions == [None, "Kepala Bidang E-Government"]
    assert [row["responsible_position"] for row in rows] == ["Kepala Bidang E-Government", None]
    assert (entry.before or {}, entry.after["responsible_position"]) == ({}, "Kepala Bidang E-Government")


def test_a_preview_tells_old_and_new_and_writes_nothing(city: Engine) -> None:
    change = RowEdit("programme", "P1", {"weight": (Decimal(2), Decimal("2.5"))})
    with reading(city) as session:
        assert plan_edits.preview(session, ADMIN, change, at=AT) == ({"weight": "2"}, {"weight": "2.5"})
        assert ledger.newest(session) == 1


def test_an_edit_is_undone_as_a_whole(city: Engine) -> None:
    batch = edit(city, "dimension", "GV", name=("Smart Governance", "Tata Kelola"), position=(1, 3))
    assert batch is not None
    with writing(city) as session:
        plan_import.withdraw(session, ADMIN, batch, at=AT)
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, DAY)
    assert plan is not None
    assert plan.dimensions[0].name == "Smart Governance"


def test_editing_a_milestone_moves_no_promise(city: Engine) -> None:
    edit(city, "milestone", "P1-A2", name=("Peluncuran", "Peluncuran portal"), needs_evidence=(True, False))
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, DAY)
    assert plan is not None
    milestone = next(m for _, m in plan.milestones if m.code == "P1-A2")
    assert (milestone.name, milestone.needs_evidence, milestone.moves) == ("Peluncuran portal", False, 0)
    assert milestone.facts.due_on == date(2026, 8, 31)


def test_new_rows_stand_beside_the_others(city: Engine) -> None:
    add(
        city, "programme", code="P3", name="Parkir", sub_dimension="GV1", lead_agency="BAPPEDA", supports=("KOMINFO",),
        horizon=Horizon.SHORT, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    add(city, "action_plan", code="P3-A", name="Bangun", programme="P3", kind="application")
    fields: dict[str, Any] = {"starts_on": date(2026, 4, 1), "due_on": date(2026, 6, 30), "weight": Decimal(2)}
    add(city, "milestone", code="P3-A1", name="Rancangan", action_plan="P3-A", **fields)
    add(city, "agency", code="DISHUB", name="Dinas Perhubungan", short_name="Dishub")
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, DAY)
        assert ledger.page(session, ledger.EntryFilter(action="plan.add"), 1, 9).total == 4
    assert plan is not None
    shown_programme = plan.programme("P3")
    assert shown_programme is not None
    assert ([a.code for a in shown_programme.supports], shown_programme.milestones[0].facts.first_due_on) == (
        ["KOMINFO"],
        date(2026, 6, 30),
    )
    assert "DISHUB" in {agency.code for agency in plan.agencies}


MILESTONE = {"code": "M", "name": "T", "action_plan": "P1-A", "starts_on": DAY, "due_on": DAY}


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("edit", "programme", "NONE", {"name": ("a", "b")}), "plan.edit.unknown"),
        (("edit", "programme", "P1", {"is_sample": (False, True)}), "plan.edit.field"),
        (("edit", "milestone", "P1-A1", {"due_on": (DAY, DAY)}), "plan.edit.field"),
        (("edit", "milestone", "P1-A1", {"weight": (1, 2)}), "plan.edit.field"),
        (("edit", "milestone", "P1-A1", {"cancelled_on": (None, DAY)}), "plan.edit.field"),
        (("edit", "agency", "KOMINFO", {"valid_until": (None, DAY)}), "plan.edit.field"),
        (("edit", "programme", "P1", {"name": ("Nama lain", "b")}), "plan.edit.meanwhile"),
        (("edit", "programme", "P1", {"name": ("Portal Layanan", "Portal Layanan")}), "edit.nothing"),
        (("edit", "programme", "P1", {"ends_on": (date(2026, 12, 31), date(2024, 1, 1))}), "import.row.order"),
        (("edit", "programme", "P1", {"lead_agency": ("KOMINFO", "NONE")}), "import.row.unknown_agency"),
        (("edit", "programme", "P1", {"weight": (2, Decimal(0))}), "import.row.weight"),
        (("edit", "programme", "P1", {"name": ("Portal Layanan", "x" * 301)}), "note.long"),
        (("edit", "programme", "P1", {"description": (None, "x" * 10_000)}), "note.long"),
        (
            ("edit", "milestone", "P1-A2", {"starts_on": (date(2025, 7, 1), date(2027, 1, 1))}),
            "import.row.due_before_start",
        ),
        (("add", "programme", {"code": "P1", "name": "x"}), "plan.edit.exists"),
        (("add", "milestone", {**MILESTONE, "name": " "}), "plan.edit.missing"),
        (("add", "milestone", {**MILESTONE, "due_on": None}), "plan.edit.missing"),
        (("add", "milestone", {**MILESTONE, "action_plan": None}), "plan.edit.missing"),
        (("add", "milestone", {**MILESTONE, "action_plan": "NONE"}), "import.row.unknown_action_plan"),
        (("add", "milestone", {**MILESTONE, "cancelled_on": DAY}), "plan.edit.field"),
        (("add", "milestone", {**MILESTONE, "due_on": BEFORE}), "import.row.due_before_start"),
        (("add", "milestone", {**MILESTONE, "code": None}), "plan.edit.missing"),
    ],
)
def test_what_the_rules_forbid_is_refused_in_one_sentence(city: Engine, arguments: tuple[Any, ...], key: str) -> None:
    verb, entity, *rest = arguments
    with pytest.raises(Refused) as no:
        edit(city, entity, rest[0], **rest[1]) if verb == "edit" else add(city, entity, **rest[0])
    assert no.value.key == key
    with reading(city) as session:
        assert ledger.newest(session) == 1


def test_a_reason_is_owed(city: Engine) -> None:
    for try_it in (
        lambda: edit(city, "dimension", "GV", " ", name=("Smart Governance", "x")),
        lambda: add(city, "dimension", "", code="X", name="x", position=9),
    ):
        with pytest.raises(Refused) as no:
            try_it()  # type: ignore[no-untyped-call]
        assert no.value.key == "note.reason"


def test_typed_marks_that_deceive_are_left_out(city: Engine) -> None:
    edit(city, "dimension", "GV", name=("Smart Governance", "Tata\x00 \u202eKelola<b>"))
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, DAY)
    assert plan is not None
    assert plan.dimensions[0].name == "Tata Kelola<b>"


def test_f17_a_start_that_is_estimated_follows_its_programme_until_it_is_said(city: Engine) -> None:
    with writing(city) as session:
        row = session.exec(select(t.Milestone).where(t.Milestone.code == "P1-A2")).one()
        row.start_is_estimated = True
        session.add(row)

    def start() -> tuple[date, bool, Any]:
        with reading(city) as session:
            plan, rows = portfolio.load_portfolio(session, DAY), workbook.workbook_rows(session, DAY)["milestone"]
        assert plan is not None
        facts = next(m.facts for _, m in plan.milestones if m.code == "P1-A2")
        return facts.starts_on, facts.start_is_estimated, next(r["starts_on"] for r in rows if r["code"] == "P1-A2")

    with reading(city) as session:
        programme = session.exec(select(t.Programme).where(t.Programme.code == "P1")).one()
        assert start() == (programme.starts_on, True, None)
        earlier = date(2024, 12, 1)
    edit(city, "programme", "P1", starts_on=(programme.starts_on, earlier))
    assert start() == (earlier, True, None)
    corrected = date(2025, 8, 15)
    edit(city, "milestone", "P1-A2", starts_on=(None, corrected))
    assert start() == (corrected, False, corrected)


def test_f6_the_overdue_cap_is_switched_off_in_the_plan(city: Engine) -> None:
    with reading(city) as session:
        before, name = (
            portfolio.masterplan_card(session, DAY),
            workbook.workbook_rows(session, DAY)["masterplan"][0]["name"],
        )
    edit(city, "masterplan", name, overdue_cap=(True, False))
    with reading(city) as session:
        after, earlier = portfolio.masterplan_card(session, DAY), portfolio.masterplan_card(session, BEFORE)
    assert before is not None
    assert after is not None
    assert earlier is not None
    assert (before.overdue_cap, after.overdue_cap, earlier.overdue_cap) == (True, False, True)
