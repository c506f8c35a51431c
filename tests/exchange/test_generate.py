"""The generated plan: same seed same plan, right proportions, marked as an example."""

import pytest

from smartcity.exchange.generated import Rows, generated


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


def test_every_sub_dimension_has_a_programme(plan: Rows) -> None:
    assert {row["sub_dimension"] for row in plan["programme"]} == {row["code"] for row in plan["sub_dimension"]}


def test_everything_is_marked_as_an_example(plan: Rows) -> None:
    assert plan["masterplan"][0]["is_sample"] is True
    assert all(row["is_sample"] for row in plan["programme"] + plan["indicator"])


def test_codes_are_unique(plan: Rows) -> None:
    for noun in ("programme", "action_plan", "milestone", "indicator", "agency"):
        codes = [row["code"] for row in plan[noun]]
        assert len(codes) == len(set(codes)), noun


def test_milestones_start_before_they_are_due(plan: Rows) -> None:
    for row in plan["milestone"]:
        assert row["starts_on"] <= row["due_on"], row["code"]  # type: ignore[operator]


def test_one_programme_is_a_plan_too() -> None:
    assert len(generated(1, 1)["programme"]) == 1
