"""Loaders answer for a part as for the whole: the parts put together are the whole, in the sample city."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from smartcity.store.engine import make_engine, reading
from smartcity.store.loaders.claims import load_claims, load_promises
from smartcity.store.loaders.indicators import load_outcomes
from smartcity.store.loaders.physical import load_physical
from smartcity.store.loaders.reporting import build_report, current_period, load_periods, load_reports
from smartcity.store.loaders.visibility import AsOf
from tests.counting import calls_of
from tests.sample import sample_database

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    engine = make_engine(sample_database(Path(tmp_path_factory.mktemp("parts"))))
    with reading(engine) as opened:
        yield opened
    engine.dispose()


def test_indicators_one_by_one(session: Session) -> None:
    when = AsOf.end_of(session, DAY)
    whole = load_outcomes(when)
    parts = [outcome for one in whole for outcome in load_outcomes(when, {one.card.id})]
    assert tuple(parts) == whole


def test_of_all_reports_only_the_newest_are_built(session: Session) -> None:
    when = AsOf.end_of(session, DAY)
    every = load_periods(when)
    period = current_period(every, DAY)
    reports = load_reports(when, every, period)
    assert calls_of(build_report, lambda: load_reports(when, every, period)) == len(reports)


def test_facts_of_single_programmes_and_milestones(session: Session) -> None:
    when = AsOf.end_of(session, DAY)
    every = load_periods(when)
    period = current_period(every, DAY)
    physical, reports = load_physical(when), load_reports(when, every, period)
    programmes = {*physical, *reports}
    assert {k: v for n in programmes for k, v in load_physical(when, (n,)).items()} == physical
    assert {k: v for n in programmes for k, v in load_reports(when, every, period, (n,)).items()} == reports
    for load in (load_claims, load_promises):
        whole = load(when)
        numbers = sorted(whole)
        halves = load(when, numbers[::2]), load(when, numbers[1::2])
        assert {**halves[0], **halves[1]} == whole
