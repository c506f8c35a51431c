"""Facts and the ledger refuse UPDATE and DELETE in the database itself."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import ActionKind, Claim, Horizon
from smartcity.domain.errors import present
from smartcity.store import tables as t
from smartcity.store.engine import writing
from smartcity.store.tables.reporting import FactRow

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture
def filled(database: Engine) -> Engine:
    tell(database)
    return database


def a_milestone(session: Session) -> int:
    """Its id; with the plan it stands in."""
    batch = t.Batch(file_name="a.xlsx", file_sha256="0" * 64, recorded_at=AT)
    session.add(batch)
    session.flush()
    own: dict[str, Any] = {"batch_id": batch.id, "recorded_at": AT}
    agency = t.Agency(code="A", name="A", short_name="A", **own)
    dimension = t.Dimension(code="D", name="D", position=1, **own)
    session.add_all([agency, dimension])
    session.flush()
    sub = t.SubDimension(code="S", name="S", position=1, dimension_id=present(dimension.id), **own)
    session.add(sub)
    session.flush()
    days: dict[str, Any] = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    programme = t.Programme(
        code="P",
        name="P",
        sub_dimension_id=present(sub.id),
        lead_agency_id=present(agency.id),
        horizon=Horizon.SHORT,
        **days,
        **own,
    )
    session.add(programme)
    session.flush()
    plan = t.ActionPlan(code="R", name="R", kind=ActionKind.CAPACITY, programme_id=present(programme.id), **own)
    session.add(plan)
    session.flush()
    due: dict[str, Any] = {
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 6, 30),
        "first_due_on": date(2026, 6, 30),
    }
    milestone = t.Milestone(code="M", name="M", action_plan_id=present(plan.id), **due, **own)
    session.add(milestone)
    session.flush()
    return present(milestone.id)


def tell(engine: Engine) -> None:
    """One milestone with one update and one proposed date; one ledger entry."""
    with writing(engine) as session:
        milestone_id = a_milestone(session)
        fact: dict[str, Any] = {"recorded_at": AT, "recorded_by": "OPD"}
        session.add(t.MilestoneUpdate(milestone_id=milestone_id, claim=Claim.DONE, **fact))
        session.add(
            t.DueDateChange(
                milestone_id=milestone_id,
                old_due_on=date(2026, 6, 30),
                new_due_on=date(2026, 9, 30),
                reason="hujan",
                **fact,
            )
        )
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", "nothing", at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE milestone_update SET claim = 'running'",
        "DELETE FROM milestone_update",
        "UPDATE due_date_change SET reason = 'x'",
        "DELETE FROM due_date_change",
    ],
)
def test_what_was_appended_cannot_be_changed(filled: Engine, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
        connection.execute(text(statement))


OF_AN_ENTRY = ", ".join(column.name for column in t.METADATA.tables["audit_entry"].columns if column.name != "id")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry",
        f"INSERT OR REPLACE INTO audit_entry ({OF_AN_ENTRY}) SELECT {OF_AN_ENTRY} FROM audit_entry",  # noqa: S608
        "INSERT OR REPLACE INTO milestone_update SELECT * FROM milestone_update",
        "INSERT OR REPLACE INTO due_date_change SELECT * FROM due_date_change",
    ],
)
def test_what_was_appended_cannot_be_replaced(engine: Engine, statement: str) -> None:
    """PostgreSQL knows no REPLACE."""
    tell(engine)
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_a_proposed_date_is_approved_once(filled: Engine) -> None:
    approve = text("UPDATE due_date_change SET approved_at = '2026-02-01 00:00:00+00:00', approved_by = 'Verifikator'")
    with filled.begin() as connection:
        connection.execute(approve)
    with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
        connection.execute(approve)


def test_closed_lists_are_stored_by_value(filled: Engine) -> None:
    with filled.connect() as connection:
        assert connection.execute(text("SELECT claim FROM milestone_update")).scalar_one() == "done"
        assert connection.execute(text("SELECT kind FROM action_plan")).scalar_one() == "capacity"


def test_every_table_of_facts_refuses_to_be_changed(engine: Engine) -> None:
    """A new kind of fact without its triggers makes this fail."""
    facts = {table.__tablename__ for table in FactRow.__subclasses__()} | {"audit_entry", "plan_change", "snapshot"}
    with engine.connect() as connection:
        made = connection.execute(text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")).all()
    guarded = {
        table
        for table in facts
        if {(table, f"{table}_no_{verb}") for verb in ("insert", "update", "delete")} <= set(made)
    }
    assert guarded == facts
