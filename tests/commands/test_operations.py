"""A snapshot opens with the figures of its instant, whatever was written and whichever rule changed since."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from smartcity.__main__ import cli
from smartcity.commands import ledger as ledger_command
from smartcity.commands import operations
from smartcity.domain import thresholds
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.ledger import anchors_in, digest
from smartcity.domain.plan import curve, milestones, progress
from smartcity.domain.portfolio import attention, portfolio
from smartcity.domain.portfolio.attention import top_concerns
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot, take_snapshot
from smartcity.domain.reasons import Figure
from smartcity.queries import budgets, indicators, integrity, ledger
from smartcity.queries import portfolio as portfolio_query
from smartcity.queries import snapshots as query
from smartcity.store.engine import make_engine, read_only, reading, writing
from smartcity.store.snapshot_documents import from_json, to_json
from tests.sample import sample_database

DAY, AT = date(2026, 11, 24), datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def city(tmp_path: object) -> Iterator[Engine]:
    made = make_engine(sample_database(tmp_path))  # type: ignore[arg-type]
    yield made
    made.dispose()


@cache
def of_every_city() -> PortfolioSnapshot:
    """No test of this module changes the plan of its city."""
    with TemporaryDirectory() as folder, read_only(sample_database(Path(folder))) as session:
        plan = portfolio_query.load_portfolio(session, DAY)
        assert plan is not None
        return take_snapshot(plan, indicators.outcomes(session, DAY), budgets.budget_lines(session, DAY))


def computed(engine: Engine) -> tuple[PortfolioSnapshot, int]:
    with reading(engine) as session:
        return of_every_city(), ledger.newest(session)


def freeze(engine: Engine) -> PortfolioSnapshot:
    figures, audit_id = computed(engine)
    with writing(engine) as session:
        operations.freeze_snapshot(session, ADMINISTRATOR_AT_TERMINAL, figures, audit_id=audit_id, at=AT)
    return figures


def opened(engine: Engine, number: int = 1) -> PortfolioSnapshot:
    with reading(engine) as session:
        opened_figures = query.snapshot_figures(session, number)
    assert opened_figures is not None
    return opened_figures


def test_figures_survive_the_way_through_json(city: Engine) -> None:
    figures, _ = computed(city)
    assert from_json(to_json(figures)) == figures
    assert digest(to_json(figures)) == digest(to_json(from_json(to_json(figures))))


def test_it_opens_with_the_same_figures(city: Engine) -> None:
    before = freeze(city)
    after = opened(city)
    plan, then = after.plan, before.portfolio
    assert (plan.city, plan.health) == (then.city, then.health)
    assert plan.by_dimension == then.by_dimension
    assert plan.by_agency == then.by_agency
    assert plan.sub_groups == then.sub_groups
    assert plan.curves == then.curves
    assert after.needs_attention == top_concerns(then)
    assert [o.to_date for o in after.indicators] == [outcome.to_date for outcome in before.outcomes]


def test_a_rule_that_changed_since_changes_no_frozen_figure(city: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = freeze(city).portfolio
    rows = [(p.code, p.health, p.progress, [m.status for m in p.milestones]) for p in before.programmes]
    groups_before = (
        before.city,
        before.health,
        before.by_dimension,
        before.by_agency,
        before.curves,
        top_concerns(before),
    )
    monkeypatch.setattr(progress, "verified_credit", lambda *_: Fraction(0))
    monkeypatch.setattr(milestones, "milestone_status", lambda *_: None)
    monkeypatch.setattr(portfolio, "roll_up", lambda *_: None)
    monkeypatch.setattr(portfolio, "health_of", lambda *_: None)
    monkeypatch.setattr(portfolio, "curve_parts", lambda *_: ())
    monkeypatch.setattr(curve, "weighted_sum", lambda *_: None)
    monkeypatch.setattr(attention, "MOST", 0)
    monkeypatch.setattr(thresholds, "DEFAULT_HEALTH", None)
    after = opened(city)
    plan = after.plan
    assert [(p.code, p.health, p.progress, [m.status for m in p.milestones]) for p in plan.programmes] == rows
    groups_after = (plan.city, plan.health, plan.by_dimension, plan.by_agency, plan.curves, after.needs_attention)
    assert groups_after == groups_before


def test_what_was_written_meanwhile_is_not_frozen_over(city: Engine) -> None:
    figures, audit_id = computed(city)
    with writing(city) as session:
        ledger_command.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "nothing", at=AT)
    with pytest.raises(Refused) as no, writing(city) as session:
        operations.freeze_snapshot(session, ADMINISTRATOR_AT_TERMINAL, figures, audit_id=audit_id, at=AT)
    assert no.value.key == "snapshot.overtaken"


def test_what_came_in_afterwards_is_counted(city: Engine) -> None:
    freeze(city)
    with writing(city) as session:
        for number in range(3):
            ledger_command.append(session, ADMINISTRATOR_AT_TERMINAL, "try", f"thing {number}", at=AT)
    with reading(city) as session:
        card = query.snapshot_card(session, 1)
        assert card is not None
        assert query.count_entries_since(session, card) == 3


def test_numbers_follow_each_other(city: Engine) -> None:
    freeze(city)
    freeze(city)
    with reading(city) as session:
        assert [card.number for card in query.list_snapshots(session)] == [2, 1]


def test_changed_figures_are_found_out(city: Engine) -> None:
    freeze(city)
    with reading(city) as session:
        assert query.is_snapshot_intact(session, 1)
        assert not query.is_snapshot_intact(session, 2)
    with city.begin() as connection:
        connection.execute(text("DROP TRIGGER snapshot_no_update"))
        connection.execute(text("UPDATE snapshot SET figures = replace(figures, 'late', 'done')"))
    with reading(city) as session:
        assert not query.is_snapshot_intact(session, 1)


@pytest.mark.parametrize("role", [Role.GUEST, Role.VIEWER, Role.AGENCY, Role.ADVISER])
def test_who_may_not_freeze(city: Engine, role: Role) -> None:
    figures, audit_id = computed(city)
    with pytest.raises(Forbidden), writing(city) as session:
        operations.freeze_snapshot(session, Actor("x", role, "DLH"), figures, audit_id=audit_id, at=AT)


def test_an_empty_plan_freezes_too(city: Engine) -> None:
    figures, _ = computed(city)
    empty = take_snapshot(replace(figures.portfolio, programmes=()), (), ())
    assert from_json(to_json(empty)).plan.city.count == 0


def run_verb(*verb: str) -> Result:
    return CliRunner().invoke(cli(), ["snapshot", *verb])


def test_the_terminal_lists_shows_and_proves(city: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(city.url))
    assert "Belum ada data beku" in run_verb("list").output
    freeze(city)
    assert " di terminal" in run_verb("list").output
    assert "46 program: terverifikasi 57" in run_verb("show", "1").output
    document = run_verb("show", "1", "--json").output
    assert json.loads(document)["city"]["count"] == 46
    with reading(city) as session:
        whole = integrity.verify(session, list(anchors_in(document)))
    assert (len(list(anchors_in(document))), whole.breach) == (1, None)
    assert run_verb("verify").output.startswith("1 data beku utuh")
    missing = run_verb("show", "9")
    assert (missing.exit_code, "nomor 9 tidak ada" in missing.output) == (1, True)
    with city.begin() as connection:
        connection.execute(text("DROP TRIGGER snapshot_no_update"))
        connection.execute(text("UPDATE snapshot SET figures = replace(figures, 'late', 'done')"))
    assert run_verb("verify").exit_code == 1


def test_a_snapshot_from_before_areas_and_bounds_opens(city: Engine) -> None:
    document = to_json(computed(city)[0])
    for outcome in document["outcomes"]:
        outcome = outcome["outcome"]
        del outcome["areas"]
        for name in ("plausible_lower", "plausible_upper", "is_by_area"):
            del outcome["card"][name]
        for quarter in outcome["quarters"]:
            del quarter["reason"], quarter["verified"]
    again = from_json(document)
    assert [o.outcome.card.code for o in again.outcomes] == [o.outcome.card.code for o in computed(city)[0].outcomes]
    assert all(o.outcome.areas == () and not o.outcome.card.is_by_area for o in again.outcomes)


def test_a_snapshot_from_before_ages_opens_and_is_not_without_data(city: Engine) -> None:
    now = computed(city)[0]
    document = to_json(now)
    for group in (*document["dimensions"], *document["agencies"]):
        del group["freshness"]
    for programme in document["portfolio"]["programmes"]:
        for milestone in programme["milestones"]:
            del milestone["verified_at"], milestone["promised_at"]
    again = from_json(document).plan
    assert [g.freshness for g in again.by_agency] == [g.freshness for g in now.portfolio.by_agency]
    inputs = again.inputs[Figure.VERIFIED]
    assert inputs.silent == now.portfolio.inputs[Figure.VERIFIED].silent
    assert inputs.newest is not None


def test_a_snapshot_from_before_waits_opens_and_nobody_waits_in_it(city: Engine) -> None:
    document = to_json(computed(city)[0])
    for programme in document["portfolio"]["programmes"]:
        for milestone in programme["milestones"]:
            del milestone["balls"]
    again = from_json(document).plan
    assert any(m.blockers for _, m in computed(city)[0].plan.milestones)
    assert {m.blocked_by for _, m in again.milestones} == {None}
