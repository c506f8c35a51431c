"""The generated plan: same seed same plan, right proportions, marked as an example."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from typer.testing import CliRunner, Result

from smartcity.i18n.words import Words
from smartcity.store.engine import reading
from smartcity.store.tables import Milestone
from tools.generated_plans import Rows, generated
from tools.generated_plans.__main__ import app
from tools.generated_plans.filling import fill_with_generated_plan


@pytest.fixture(scope="module")
def plan() -> Rows:
    return generated(120, 7)


def test_the_same_seed_gives_the_same_plan(plan: Rows) -> None:
    assert generated(120, 7) == plan


def test_another_seed_gives_another_plan(plan: Rows) -> None:
    assert generated(120, 8)["milestone"] != plan["milestone"]


def test_proportions_are_those_of_the_sample(plan: Rows) -> None:
    assert len(plan["programme"]) == len(plan["indicator"]) == 120
    assert 7 <= len(plan["milestone"]) / 120 <= 8
    assert len(plan["agency"]) == 28
    assert 2 <= len(plan["statement"]) / 120 <= 4
    assert 0.01 <= len(plan["waiting"]) / len(plan["milestone"]) <= 0.06


def test_every_sub_dimension_has_a_programme(plan: Rows) -> None:
    assert {row["sub_dimension"] for row in plan["programme"]} == {row["code"] for row in plan["sub_dimension"]}


def test_everything_is_marked_as_an_example(plan: Rows) -> None:
    assert plan["masterplan"][0]["is_sample"] is True
    assert all(row["is_sample"] for row in plan["programme"] + plan["indicator"])


def test_codes_are_unique(plan: Rows) -> None:
    for entity in ("programme", "action_plan", "milestone", "indicator", "agency"):
        codes = [row["code"] for row in plan[entity]]
        assert len(codes) == len(set(codes)), entity


def test_milestones_start_before_they_are_due(plan: Rows) -> None:
    for row in plan["milestone"]:
        assert row["starts_on"] <= row["due_on"], row["code"]  # type: ignore[operator]


def test_one_programme_is_a_plan_too() -> None:
    assert len(generated(1, 1)["programme"]) == 1


def test_it_goes_in_through_the_import(tmp_path: Path) -> None:
    result = generate(f"sqlite:///{tmp_path / 'new.db'}", 20)
    assert result.exit_code == 0, result.output
    with sqlite3.connect(tmp_path / "new.db") as connection:
        assert connection.execute("SELECT count(*) FROM programme").fetchone() == (20,)
        assert connection.execute("SELECT action FROM audit_entry").fetchall() == [("plan.import",)]
    connection.close()


def test_it_goes_into_either_database(database: Engine) -> None:
    number, milestones = fill_with_generated_plan(database, 12, 5)
    with reading(database) as session:
        assert len(session.exec(select(Milestone.id).where(Milestone.batch_id == number)).all()) == milestones


def test_a_database_with_a_plan_is_refused_in_one_sentence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    generate(url, 2)
    again = generate(url, 2)
    assert again.exit_code == 1
    assert again.stderr.strip() == Words("id").say("generate.not_empty")
    with sqlite3.connect(tmp_path / "new.db") as connection:
        assert connection.execute("SELECT count(*) FROM batch").fetchone() == (1,)
    connection.close()


def generate(url: str, programmes: int) -> Result:
    return CliRunner().invoke(app(), [url, "--programmes", str(programmes), "--seed", "3"])
