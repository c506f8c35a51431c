"""Every frame against the domain's figures of the sample, row by row; columns and dtypes as documented, empty too."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.domain.facts.history import PhysicalUpdate, Update
from smartcity.domain.indicators.achievement import fraction_of
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.quarters import AreaReading, Quarter
from smartcity.domain.plan.curve import s_curve
from smartcity.domain.portfolio.agencies import reliabilities
from smartcity.domain.portfolio.portfolio import Group, Portfolio, curve_parts
from smartcity.domain.portfolio.snapshot import take_snapshot
from smartcity.exchange.figures_document import Instant, figures_document
from smartcity.queries import frames, indicators
from smartcity.queries.history import programme_history
from smartcity.queries.portfolio import load_portfolio
from smartcity.store.engine import make_engine, reading
from tests import plan as miniature
from tests.sample import DAY, sample_database
from tests.zones import JAKARTA, JAYAPURA, move

TODAY = date.fromisoformat(DAY)
FRAMES: Mapping[str, Callable[[Session, date], pd.DataFrame]] = {name: getattr(frames, name) for name in frames.__all__}


class City(NamedTuple):
    """The sample as the domain has it, and as frames."""

    plan: Portfolio
    outcomes: tuple[Outcome, ...]
    document: Mapping[str, Any]
    updates: list[dict[str, Any]]
    frames: Mapping[str, pd.DataFrame]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    engine = make_engine(sample_database(tmp_path_factory.mktemp("frames")))
    with reading(engine) as session:
        plan, outcomes = load_portfolio(session, TODAY), indicators.outcomes(session, TODAY)
        assert plan is not None
        document = figures_document(take_snapshot(plan, outcomes, ()), Instant(1))
        tables = {name: frame(session, TODAY) for name, frame in FRAMES.items()}
        yield City(plan, outcomes, document, list(_updates(session, plan)), tables)
    engine.dispose()


def plain(value: Any) -> Any:
    """A cell as the document of figures writes it."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat() if value.tzinfo else value.date().isoformat()
    return value


def rows(frame: pd.DataFrame, *names: str) -> list[dict[str, Any]]:
    chosen = frame[list(names)] if names else frame
    return [{name: plain(value) for name, value in row.items()} for row in chosen.to_dict("records")]


KINDS = {"str": "str", "float64": "float64", "int64": "int64", "bool": "bool", "datetime64[us]": "day"}


def kind(dtype: Any) -> str:
    if isinstance(dtype, pd.CategoricalDtype):
        return "category"
    return f"instant of {dtype.tz}" if isinstance(dtype, pd.DatetimeTZDtype) else KINDS[str(dtype)]


def documented(name: str, zone: str) -> dict[str, str]:
    lines = re.findall(r"^    ([a-z_]+(?:, [a-z_]+)*): ([a-z0-9]+)", FRAMES[name].__doc__ or "", re.M)
    expected = {column: kind for columns, kind in lines for column in columns.split(", ")}
    return {column: f"instant of {zone}" if kind == "instant" else kind for column, kind in expected.items()}


@pytest.mark.parametrize("name", FRAMES)
def test_columns_and_dtypes_are_the_documented_ones(city: City, name: str) -> None:
    frame = city.frames[name]
    assert {column: kind(dtype) for column, dtype in frame.dtypes.items()} == documented(name, JAKARTA)
    assert len(frame) > 0


def test_without_a_plan_they_are_the_same(city: City, engine: Engine) -> None:
    with reading(engine) as session:
        for name, frame in FRAMES.items():
            pd.testing.assert_frame_equal(frame(session, TODAY), city.frames[name].iloc[:0], obj=name)


def test_programmes_are_those_of_the_document(city: City) -> None:
    frame, expected = city.frames["programmes"], city.document["programmes"]
    same = [name for name in frame.columns if name in expected[0]]
    assert len(same) == 19
    assert rows(frame, *same) == [{name: row[name] for name in same} for row in expected]
    counts = [row["counts"]["milestones"] for row in expected]
    assert list(frame["late_milestones"]) == [count["late"] for count in counts]
    assert list(frame["milestones"]) == [sum(count.values()) for count in counts]
    assert list(frame["horizon"]) == [programme.horizon for programme in city.plan.programmes]
    heard = [programme.last_update_at for programme in city.plan.programmes]
    assert [row["last_update_at"] for row in rows(frame)] == [at and at.isoformat() for at in heard]


def test_milestones_are_those_of_the_document(city: City) -> None:
    frame, expected = city.frames["milestones"], city.document["milestones"]
    same = [name for name in frame.columns if name in expected[0]]
    assert len(same) == 13
    assert rows(frame, *same) == [{name: row[name] for name in same} for row in expected]
    facts = [(p, m) for p, m in city.plan.milestones]
    assert rows(frame, "dimension", "agency", "done_on", "claimed_done_on", "blockers", "waits_for_verifier") == [
        {
            "dimension": p.dimension.code,
            "agency": p.lead.code,
            "done_on": m.facts.done_on and m.facts.done_on.isoformat(),
            "claimed_done_on": m.facts.claimed_done_on and m.facts.claimed_done_on.isoformat(),
            "blockers": len(m.blockers),
            "waits_for_verifier": m.waits_for_verifier,
        }
        for p, m in facts
    ]
    assert list(frame["needs_evidence"]) == [m.needs_evidence for _, m in facts]


def test_promises_of_milestones_add_up_to_those_of_their_agencies(city: City) -> None:
    sums = city.frames["milestones"].groupby("promised_by")[["promises_kept", "promises_due"]].sum()
    by_agency = {code: (row.promises_kept, row.promises_due) for code, row in sums.iterrows() if row.promises_due}
    known = {one.agency.code: one.promises for one in reliabilities(city.plan) if one.promises.of}
    assert by_agency == {code: (promises.n, promises.of) for code, promises in known.items()}


def _updates(session: Session, plan: Portfolio) -> Iterator[dict[str, Any]]:
    """As the histories of programmes have them."""
    steps = {m.id: (p.code, m.code) for p, m in plan.milestones}
    physical = [p for p in plan.programmes if p.is_physical]
    histories = {p.code: programme_history(session, plan.as_of, p.id, tuple(steps)) for p in physical}
    for update in next(iter(histories.values())).updates:
        yield _update(*steps[update.milestone_id], update, update.claim.percent, update.claim.achieved_on)
    for code, history in histories.items():
        for reported in history.physical:
            yield _update(code, None, reported, reported.percent, reported.day)


def _update(
    programme: str,
    milestone: str | None,
    update: Update | PhysicalUpdate,
    percent: Fraction | int | None,
    happened_on: date | None,
) -> dict[str, Any]:
    return {
        "programme": programme,
        "milestone": milestone,
        "measure": "milestones" if isinstance(update, Update) else "physical",
        "claim": update.claim.claim.value if isinstance(update, Update) else None,
        "share": None if percent is None else float(Fraction(percent) / 100),
        "happened_on": happened_on and happened_on.isoformat(),
        "recorded_at": update.recorded_at.isoformat(),
        "recorded_by": update.recorded_by,
        "verdict": update.answer and update.answer.verdict.value,
        "answered_at": update.answer and update.answer.at.isoformat(),
        "evidence": len(update.proofs),
        "note": update.note,
    }


def test_updates_are_those_of_every_history(city: City) -> None:
    frame = city.frames["updates"]
    assert {"milestones", "physical"} == set(frame["measure"])
    assert sorted(rows(frame), key=repr) == sorted(city.updates, key=repr)
    assert frame["recorded_at"].is_monotonic_decreasing


def test_readings_are_those_of_every_indicator(city: City) -> None:
    expected = [(o, q) for o in city.outcomes for q in (*(q for q in o.rows if q.reading), *o.areas)]
    assert rows(city.frames["readings"]) == [_reading(outcome, read) for outcome, read in expected]  # type: ignore[arg-type]


def _reading(outcome: Outcome, read: Quarter | AreaReading) -> dict[str, Any]:
    assert read.reading is not None
    goal, recorded_at = (read.goal, read.recorded_at) if isinstance(read, Quarter) else (None, None)
    numbers = {
        "value": fraction_of(read.reading),
        "numerator": read.reading.numerator,
        "denominator": read.reading.denominator,
        "target": goal and goal.value,
        "target_lower": goal and goal.lower,
        "target_upper": goal and goal.upper,
    }
    return {
        "indicator": outcome.card.code,
        "area": read.area if isinstance(read, AreaReading) else None,
        "dimension": outcome.card.sub_dimension.dimension.code,
        "agency": outcome.card.agency.code if outcome.card.agency else None,
        "span": read.span.value,
        "year": read.period.year,
        "quarter": read.period.number,
        "ends_on": read.period.ends_on.isoformat(),
        "text": read.reading.text,
        "unit": outcome.card.unit,
        "is_not_applicable": read.reading.is_not_applicable,
        "is_verified": read.is_verified,
        "target_text": goal and goal.text,
        "recorded_at": recorded_at and recorded_at.isoformat(),
        **{name: None if value is None else float(value) for name, value in numbers.items()},  # type: ignore[arg-type]
    }


SHARES = ("planned", "verified", "claimed")


@pytest.mark.parametrize("key", ["agency", "dimension"])
def test_every_month_of_a_group_lies_on_its_curve(city: City, key: str) -> None:
    groups: tuple[Group, ...] = city.plan.by_agency if key == "agency" else city.plan.by_dimension
    frame, days = city.frames[f"{key}_months"], {point.day for point in city.plan.curve}
    months = {day.replace(day=1) for day in days}
    assert len(frame) == len(groups) * len(months) == len(frame[[key, "month"]].drop_duplicates())
    for group in groups:
        curve = {p.day: p for p in s_curve(curve_parts(group.programmes, city.plan.plan.rule), TODAY)}
        for row in rows(frame[frame[key] == group.code]):
            day = date.fromisoformat(row["day"])
            assert row["month"] == day.replace(day=1).isoformat()
            assert day in days
            if day in curve:
                known = [getattr(curve[day], share) for share in SHARES]
                assert [row[share] for share in SHARES] == [None if one is None else float(one) for one in known]
            else:
                assert not curve or day < min(curve) or day > max(curve)


@pytest.mark.parametrize("key", ["agency", "dimension"])
def test_the_running_month_is_the_figure_of_the_day(city: City, key: str) -> None:
    frame = city.frames[f"{key}_months"]
    expected = city.document["agencies" if key == "agency" else "dimensions"]
    names = (*SHARES, "deviation_points", "health")
    today = frame[frame["day"] == DAY]
    assert rows(today, *names) == [{name: row[name] for name in names} for row in expected]
    assert list(today[key]) == [row["code"] for row in expected]
    later = frame[frame["day"] > DAY]
    assert later[list(frame.columns[5:])].isna().all(axis=None)
    assert len(later) > 0


def test_the_on_time_share_is_that_of_the_agencies(city: City) -> None:
    frame = city.frames["agency_months"]
    today = frame[frame["day"] == DAY].set_index("agency")
    for one in reliabilities(city.plan):
        share = one.promises.share
        row = today.loc[one.agency.code]
        assert (row.promises_kept, row.promises_due) == (one.promises.n, one.promises.of)
        assert plain(row.on_time_share) == (None if share is None else float(share))
    by_dimension = city.frames["dimension_months"]
    assert by_dimension[by_dimension["day"] == DAY]["promises_due"].sum() == today["promises_due"].sum()


def test_frames_are_alike_on_both_databases(database: Engine) -> None:
    miniature.build(database)
    with reading(database) as session:
        tables = {name: frame(session, miniature.TODAY) for name, frame in FRAMES.items()}
    for name, frame in tables.items():
        assert {column: kind(dtype) for column, dtype in frame.dtypes.items()} == documented(name, JAKARTA)
    assert rows(tables["programmes"], "code", *SHARES, "health", "last_update_at")[0] == {
        "code": "P-1", "planned": 0.5, "verified": 0.25, "claimed": 0.25, "health": "late",
        "last_update_at": "2026-10-10T09:00:00+07:00",
    }  # fmt: skip
    statuses = ["late", "on_track", "at_risk", "done", "at_risk"]
    assert list(tables["milestones"]["status"]) == statuses
    assert list(tables["milestones"]["promises_kept"]) == [0, 0, 0, 1, 0]
    assert len(tables["updates"]) == 3
    months = tables["agency_months"].set_index(["agency", "day"])
    assert months.loc[("A", "2026-11-24"), "on_time_share"] == 0.5
    assert len(tables["readings"]) == 0


def test_instants_stand_in_the_zone_of_the_plan(engine: Engine) -> None:
    miniature.build(engine)
    move(engine, JAYAPURA)
    with reading(engine) as session:
        frame = frames.milestones(session, miniature.TODAY)
    assert {column: kind(dtype) for column, dtype in frame.dtypes.items()} == documented("milestones", JAYAPURA)
    assert rows(frame, "reported_at")[0] == {"reported_at": "2026-10-10T11:00:00+09:00"}
