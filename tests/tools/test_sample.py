"""The sample city: imports without a complaint, is what its tables say, and tells every story the screens can tell."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import (
    ActionKind,
    Calculation,
    Direction,
    Health,
    MilestoneStatus,
    Note,
    QuickWinState,
    Reporting,
)
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.blockers import awaiting, most_awaited
from smartcity.domain.portfolio.attention import concern, reasons
from smartcity.domain.portfolio.changes import Changes, Turn
from smartcity.domain.portfolio.impact import Impact, impact
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Reason
from smartcity.domain.reporting.anomalies import anomalies, gauge_of
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import workbook
from smartcity.queries.indicators import outcomes
from smartcity.queries.portfolio import load_portfolio
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.schema_version import upgrade

SAMPLE = Path(__file__).parents[2] / "data" / "contoh"
TODAY = date(2026, 11, 24)
LAST_MEETING = date(2026, 10, 20)
IMPORTED = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def drafted(path: Path) -> PlanDraft:
    return draft_of(read_source(path), NameIndex({}), comma=None)


def loaded(path: Path, database: Path) -> Engine:
    engine = make_engine(f"sqlite:///{database}")
    upgrade(engine)
    with writing(engine) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, drafted(path), at=IMPORTED, is_sample=True)
    return engine


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = loaded(SAMPLE / "contoh.xlsx", tmp_path_factory.mktemp("sample") / "city.db")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def rows(city: Engine) -> Mapping[str, list[dict[str, Any]]]:
    with reading(city) as session:
        return workbook.workbook_rows(session, TODAY)


@pytest.fixture(scope="module")
def plan(city: Engine) -> Portfolio:
    return _standing(city, TODAY)


@pytest.fixture(scope="module")
def measured(city: Engine) -> dict[str, Outcome]:
    with reading(city) as session:
        return {outcome.card.code: outcome for outcome in outcomes(session, TODAY)}


def _standing(engine: Engine, day: date) -> Portfolio:
    with Session(engine) as session:
        shown_plan = load_portfolio(session, day)
    assert shown_plan is not None
    return shown_plan


@pytest.mark.parametrize("name", ["contoh.xlsx", "csv"])
def test_nothing_in_the_sample_is_doubtful(name: str, engine: Engine) -> None:
    draft = drafted(SAMPLE / name)
    with reading(engine) as session:
        plan_import.preview(session, draft, at=IMPORTED)
    assert draft.problems == []


def test_the_sample_is_about_as_large_as_a_city(rows: Mapping[str, list[dict[str, Any]]]) -> None:
    count = {entity: len(lines) for entity, lines in rows.items()}
    assert count["dimension"] == 6
    assert count["sub_dimension"] == 18
    assert count["agency"] == 28
    assert count["area"] == 42
    assert 36 <= count["programme"] <= 48
    assert 290 <= count["milestone"] <= 330
    assert count["indicator"] == 40
    assert count["meeting"] == 3


def test_every_sub_dimension_has_a_programme(plan: Portfolio) -> None:
    assert len({programme.sub_dimension.code for programme in plan.programmes}) == 18


def test_all_four_kinds_of_action_plan_occur(plan: Portfolio) -> None:
    assert {milestone.action_plan.kind for _, milestone in plan.milestones} == set(ActionKind)


def test_workbook_and_csv_give_the_same_plan(rows: Mapping[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    engine = loaded(SAMPLE / "csv", tmp_path / "csv.db")
    with reading(engine) as session:
        assert workbook.workbook_rows(session, TODAY) == rows
    engine.dispose()


def test_the_committed_files_are_what_the_tables_say(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "tools.sample", str(tmp_path)], cwd=Path(__file__).parents[2], check=True)
    assert cells(tmp_path / "contoh.xlsx") == cells(SAMPLE / "contoh.xlsx")
    built = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "csv").iterdir()}
    assert built == {path.name: path.read_text(encoding="utf-8") for path in (SAMPLE / "csv").iterdir()}


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path, read_only=True)
    by_title = {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}
    book.close()
    return by_title


def test_only_known_facts_are_unmarked(plan: Portfolio, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    assert plan.plan.is_sample
    assert "contoh" in plan.plan.name
    unmarked = [programme for programme in plan.programmes if not programme.is_sample]
    assert sorted(programme.name for programme in unmarked) == [
        "Dada Warsina",
        "Info Sunto",
        "Jempol Narsis",
        "Penyusunan Masterplan Smart City",
        "Sakato Plan",
        "Sijari Nan Satu",
        "Simontok",
        "Smartklim",
    ]
    assert all(programme.source for programme in unmarked)
    invented = {m.action_plan.name for p in unmarked if p.is_quick_win for m in p.milestones}
    assert all(name.endswith("(contoh)") for name in invented)
    assert all(row["is_sample"] for row in rows["indicator"])


def test_the_real_events_stand_on_their_days(plan: Portfolio) -> None:
    making = plan.programme("GV-07")
    assert making is not None
    assert [milestone.facts.due_on for milestone in making.milestones] == [
        date(2023, 4, 12),
        date(2023, 7, 6),
        date(2023, 9, 7),
    ]
    assert making.health is Health.DONE


def test_the_city_looks_plausible(plan: Portfolio) -> None:
    progress = plan.city.progress
    assert progress is not None
    assert 60 <= progress.planned * 100 <= 66
    assert 54 <= progress.verified * 100 <= 61
    assert progress.claimed > progress.verified


def test_one_dimension_is_behind_and_one_ahead(plan: Portfolio) -> None:
    deviation = {g.name: g.roll_up.progress.deviation for g in plan.by_dimension if g.roll_up.progress}
    assert deviation["Smart Environment"] < -15
    assert deviation["Smart Society"] > 8
    assert min(deviation, key=lambda name: deviation[name]) == "Smart Environment"


def test_every_milestone_status_occurs(plan: Portfolio) -> None:
    assert {milestone.status for _, milestone in plan.milestones} == set(MilestoneStatus)


def test_every_programme_health_occurs(plan: Portfolio) -> None:
    assert {programme.health for programme in plan.programmes} == set(Health) - {Health.UNKNOWN}


def test_every_reason_for_attention_occurs(plan: Portfolio) -> None:
    listed = {c.reason for programme in plan.programmes if (c := concern(programme, TODAY, plan.period))}
    assert listed == set(Reason) - {Reason.BEHIND_CURVE}
    of_measured = [reasons(programme, TODAY, plan.period) for programme in plan.programmes if programme.is_physical]
    assert any(c.reason is Reason.BEHIND_CURVE for concerns in of_measured for c in concerns), "for a stronger one"


def test_most_agencies_reported_a_few_late_and_six_are_silent(plan: Portfolio) -> None:
    counts = Counter(group.reporting for group in plan.by_agency)
    assert counts[Reporting.SILENT] == 6
    assert counts[Reporting.LATE] == 3
    assert counts[Reporting.ON_TIME] >= 15


def test_an_agency_has_ended_and_its_programme_remains(plan: Portfolio) -> None:
    ended = [group for group in plan.by_agency if group.agency.ended_on is not None]
    assert [group.code for group in ended] == ["DISPORA"]
    assert ended[0].programmes


def test_help_is_asked_of_different_people(plan: Portfolio) -> None:
    asked = {programme.report.help_from for programme in plan.programmes if programme.report}
    assert asked >= {"Wali Kota", "Sekretaris Daerah", "Bappeda"}


def test_promises_were_moved_once_and_twice_and_broken_again(plan: Portfolio) -> None:
    moves = Counter(milestone.moves for _, milestone in plan.milestones)
    assert moves[1] >= 10
    assert moves[2] >= 1
    assert any(m.moves == 2 and m.status is MilestoneStatus.LATE for _, m in plan.milestones)


def test_milestones_wait_for_others_in_every_way(plan: Portfolio, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    blockers = [blocker for _, m in plan.milestones for blocker in m.blockers]
    assert {(blocker.party is None, blocker.milestone is None) for blocker in blockers} == {
        (True, True), (False, True), (False, False)
    }  # fmt: skip
    assert any(blocker.is_own for blocker in blockers)
    assert sum(row["ended_on"] is not None for row in rows["waiting"]) == 1
    blocked_by = {m.code: m.blocked_by for p in plan.programmes for m in p.blocked}
    assert set(blocked_by) == {"BR-02-A3", "LV-03-A3", "GV-06-A3", "GV-01-A4", "EN-02-A4"}
    assert any(blocker and blocker.told_on > date(2026, 8, 31) > blocker.since for blocker in blocked_by.values())
    assert {m.code for p in plan.programmes for m in p.own_late if m.blockers} == {"SO-07-A3", "EN-02-A3"}
    awaited = most_awaited(awaiting(plan.milestones), TODAY)
    assert [(a.party, a.milestones) for a in awaited[:2]] == [("PUPR", 3), ("BPKAD", 2)]


def test_something_is_due_within_each_of_the_next_three_months(plan: Portfolio) -> None:
    waiting = [(m.facts.due_on - TODAY).days for _, m in plan.milestones if not m.facts.has_started]
    assert any(0 <= days <= 30 for days in waiting)
    assert any(60 < days <= 90 for days in waiting)
    assert any(m.facts.due_on == TODAY for _, m in plan.milestones)


def test_something_of_every_kind_changed_since_the_last_meeting(city: Engine, plan: Portfolio) -> None:
    difference = Changes(_standing(city, LAST_MEETING), plan)
    turns = (Turn.FINISHED, Turn.SLIPPED, Turn.ADDED, Turn.CANCELLED)
    assert all(difference.turned(turn) for turn in turns)


def test_long_names_occur(plan: Portfolio) -> None:
    assert max(len(programme.name) for programme in plan.programmes) > 100
    assert max(len(milestone.name) for _, milestone in plan.milestones) > 80


def test_quick_wins_are_the_seven_with_their_yearly_states(
    plan: Portfolio, rows: Mapping[str, list[dict[str, Any]]]
) -> None:
    assert sum(programme.is_quick_win for programme in plan.programmes) == 7
    assert {row["state"] for row in rows["quick_win_year"]} == set(QuickWinState)


def test_indicators_are_of_every_direction_and_calculation(measured: Mapping[str, Outcome]) -> None:
    assert {outcome.card.direction for outcome in measured.values()} >= set(Direction)
    assert {outcome.card.calculation for outcome in measured.values()} == set(Calculation)


def test_the_awkward_indicators_occur(measured: Mapping[str, Outcome]) -> None:
    notes = {outcome.to_date.note for outcome in measured.values()}
    assert notes >= {Note.ZERO_TARGET, Note.FLOORED_AT_ZERO, Note.ABOVE_TARGET}
    assert any(outcome.card.baseline is not None and outcome.card.baseline < 0 for outcome in measured.values())
    assert any(quarter.note for outcome in measured.values() for quarter in outcome.quarters)
    assert any(outcome.newest and not outcome.newest.is_verified for outcome in measured.values())


def test_work_was_done_and_its_indicator_did_not_move(plan: Portfolio, measured: Mapping[str, Outcome]) -> None:
    odd = {
        code: impact_shown
        for code, outcome in measured.items()
        if (impact_shown := impact(outcome, [p for p in plan.programmes if p.code in outcome.card.programmes]))
        is not None
    }
    assert odd == {"IK-15": Impact.OUTPUT_WITHOUT_OUTCOME}


def test_one_indicator_gave_way_to_another(measured: Mapping[str, Outcome]) -> None:
    retired = [outcome.card for outcome in measured.values() if outcome.card.retired_on]
    assert [(card.name, card.replaced_by) for card in retired] == [("Indeks SPBE", "IK-06")]
    assert measured["IK-06"].card.name == "Indeks Pemdi"


def test_decisions_are_open_closed_and_overdue(rows: Mapping[str, list[dict[str, Any]]]) -> None:
    decisions = rows["decision"]
    assert any(row["closed_on"] for row in decisions)
    assert any(not row["closed_on"] and row["due_on"] < TODAY for row in decisions)
    assert any(not row["closed_on"] and row["due_on"] >= TODAY for row in decisions)


def test_later_days_only_find_the_city_silent(city: Engine, plan: Portfolio) -> None:
    later = _standing(city, date(2027, 2, 1))
    assert later.updated_at == plan.updated_at
    assert later.city.progress is not None
    assert plan.city.progress is not None
    assert later.city.progress.verified == plan.city.progress.verified
    assert later.city.progress.planned > plan.city.progress.planned


def test_kecamatan_add_up_to_the_city(measured: Mapping[str, Outcome]) -> None:
    assert [code for code, outcome in measured.items() if outcome.card.is_by_area] == ["IK-14", "IK-26"]
    summed = measured["IK-14"]
    for quarter in (quarter for quarter in summed.quarters if quarter.reading and quarter.period.year == 2026):
        parts = [part.reading.value for part in summed.areas if part.period == quarter.period]
        assert len(parts) == 4
        assert sum(part or 0 for part in parts) == quarter.measured.value


def test_an_unusual_reading_waits_with_its_reason_and_few_are_doubted(measured: Mapping[str, Outcome]) -> None:
    waiting = measured["IK-11"].waiting
    assert waiting is not None
    assert waiting.reading is not None
    assert waiting.reason
    assert [d.key for d in anomalies(gauge_of(measured["IK-11"], waiting.period), waiting.reading, {})] == ["jump"]
    read = [(o, q) for o in measured.values() for q in o.quarters if q.reading is not None]
    odd = [q for o, q in read if q.reading and anomalies(gauge_of(o, q.period), q.reading, {})]
    assert 0 < len(odd) <= len(read) * 3 / 100
