"""Kept answers: after any commands they say what a fresh process says, and read no more than what was touched."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlmodel import func, select

from smartcity.commands.meetings import meetings
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.commands.plan import agencies, change_requests, dependencies, plan_edits, plan_import
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.plan.plan_edits import RowEdit
from smartcity.commands.reporting import submission, verdict_undo, verification
from smartcity.commands.reporting.submission import Sending
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Claim, OwnRating, Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.domain.forecast.forecasts import Forecasts
from smartcity.domain.plan.dependencies import Party
from smartcity.domain.portfolio.attention import top_concerns
from smartcity.domain.reporting.submission import Step, Submission
from smartcity.queries import compliance, indicators, ledger, portfolio, verification_queue
from smartcity.queries.answers import Answers, LedgerEnd, dated_question
from smartcity.store.engine import engine_of, make_engine, reading, tables_read, writing
from smartcity.store.loaders.reporting import newest_statement
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import MilestoneUpdate
from tests.miniature import ADMINISTRATOR, OPERATOR, VERIFIER, bring_in
from tests.names import fresh_name
from tests.workbooks import SAID, book, put
from tools.bench import reports
from tools.generated_plans.filling import fill_with_generated_plan

ZONE = ZoneInfo("Asia/Jakarta")
STARTED = datetime(2026, 7, 6, 9, tzinfo=ZONE)
LAST_REPORTS = datetime(2026, 11, 25, 9, tzinfo=ZONE)
PAST = date(2026, 7, 5)
AGENCIES = {"P1": Actor("operator.kominfo", Role.AGENCY, "KOMINFO"), "P2": OPERATOR}
MILESTONES = {"P1.A.1": 1, "P1.A.2": 2, "P2.A.1": 3}


@dataclass
class City:
    """A database, the clock of the run, and the answers kept of it."""

    engine: Engine
    folder: Path
    now: datetime = STARTED
    count: int = 0
    answers: Answers = field(default_factory=Answers)

    def do(self, command: Callable[..., Any], *words: Any, **more: Any) -> None:
        self.count += 1
        with suppress(Refused, Forbidden), writing(self.engine) as session:
            command(session, *words, at=self.now, **more)

    def answer(self, question: Callable[..., Any], day: date) -> Any:
        """As the screens ask."""
        return self.answers.answer(dated_question(self.end.url, question, day, ZONE), self.end)

    @property
    def end(self) -> LedgerEnd:
        with reading(self.engine) as session:
            number, seal = ledger.newest_entry(session)
        return LedgerEnd(self.engine.url.render_as_string(hide_password=False), number, seal)

    def newest_update(self, milestone: int) -> int:
        with reading(self.engine) as session:
            newest = select(func.max(MilestoneUpdate.id)).where(MilestoneUpdate.milestone_id == milestone)
            return session.exec(newest).one() or 0


def report(city: City, programme: str, claim: Claim, percent: int, rating: OwnRating) -> None:
    actor = AGENCIES[programme]
    milestones = [number for code, number in MILESTONES.items() if code.startswith(programme)]
    running = claim is Claim.RUNNING
    step = Step(claim, percent if running else None, city.now.date() if claim is Claim.DONE else None, note="a")
    given = Submission(rating, "a", obstacle="b", next_step="c", steps={milestones[-1]: step})
    with reading(city.engine) as session:
        newest = newest_statement(AsOf.now(session), int(programme[1:]))
    city.do(submission.submit, actor, Sending(programme, 1, given, f"k{city.count}", newest, city.folder))


def judge(city: City, milestone: int, verdict: str) -> None:
    """Of something that was just claimed, so that there is something to judge."""
    if verdict != "revoke":
        report(city, "P1" if milestone < 3 else "P2", Claim.DONE, 0, OwnRating.ON_TRACK)
    chosen = Chosen(updates=(city.newest_update(milestone),))
    command = {"verify": verification.verify, "return": verification.send_back, "revoke": verification.revoke}[verdict]
    city.do(command, VERIFIER, chosen, "alasan")


def take_back(city: City) -> None:
    city.do(verdict_undo.undo, VERIFIER, city.now)


def ask_for_a_day(city: City, code: str, days: int) -> None:
    asked = ChangeRequest(due_on=date(2026, 12, 1) + timedelta(days=days))
    city.do(change_requests.propose, AGENCIES[code[:2]], code, asked, "alat terlambat")


def grant(city: City, number: int) -> None:
    city.do(change_requests.approve, VERIFIER, Proposed(dates=(number,)), "ya")


def wait(city: City, code: str, on: str) -> None:
    party = Party(milestone=on) if "." in on else Party(agency=on)
    city.do(dependencies.begin_dependency, AGENCIES[code[:2]], code, party, since=date(2026, 7, 4), why="izin")


def edit(city: City, code: str, weight: int) -> None:
    with reading(city.engine) as session:
        plan = portfolio.load_portfolio(session, city.now.date())
    programme = plan.programme(code) if plan else None
    if programme is not None:
        was = Decimal(programme.weight.numerator) / programme.weight.denominator
        change = RowEdit("programme", code, {"weight": (was, Decimal(weight))})
        city.do(plan_edits.edit, ADMINISTRATOR, change, "bobot")


def bring(city: City, row: int, percent: int) -> None:
    """An import that tells of another name, and of an earlier day."""
    sheets = put(book(), "Tahapan", row, "Nama", f"Tahap {percent}")
    line = ["P2.A.1", "Berjalan", percent, None, "c", None, None, SAID + timedelta(minutes=percent), *[None] * 4]
    sheets["Pembaruan"].append(line)
    with suppress(Refused):
        bring_in(city.engine, city.folder, sheets, at=city.now)


def undo_import(city: City, number: int) -> None:
    city.do(plan_import.withdraw, ADMINISTRATOR, number)


def hand_over(city: City) -> None:
    last_day = city.now.date() - timedelta(days=1)
    city.do(agencies.merge, ADMINISTRATOR, ("DLH",), "BAPPEDA", last_day, "digabung")


def meet(city: City, number: int) -> None:
    city.do(meetings.plan, ADMINISTRATOR, MeetingDraft(f"R{number}", "Rapat", date(2026, 9, number), 60))


def pass_time(city: City, hours: int) -> None:
    city.now += timedelta(hours=hours)


def _one(command: Callable[..., None], *words: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(command), st.tuples(*words))


_CODES, _NUMBERS = st.sampled_from(sorted(MILESTONES)), st.sampled_from(sorted(MILESTONES.values()))
_PROGRAMMES = st.sampled_from(sorted(AGENCIES))
STEPS = st.one_of(
    _one(report, _PROGRAMMES, st.sampled_from(Claim), st.integers(1, 99), st.sampled_from(OwnRating)),
    _one(report, _PROGRAMMES, st.sampled_from(Claim), st.integers(1, 99), st.sampled_from(OwnRating)),
    _one(judge, _NUMBERS, st.sampled_from(["verify", "return", "revoke"])),
    _one(judge, _NUMBERS, st.sampled_from(["verify", "return", "revoke"])),
    _one(take_back),
    _one(ask_for_a_day, _CODES, st.integers(1, 9)),
    _one(grant, st.integers(2, 4)),
    _one(wait, _CODES, st.sampled_from(["P1.A.1", "P1.A.2", "P2.A.1", "KOMINFO", "DLH"])),
    _one(edit, _PROGRAMMES, st.integers(1, 9)),
    _one(bring, st.integers(2, 4), st.integers(1, 99)),
    _one(undo_import, st.integers(2, 4)),
    _one(hand_over),
    _one(meet, st.integers(1, 9)),
    _one(pass_time, st.sampled_from([1, 20, 24 * 40])),
)


QUESTIONS = (
    portfolio.load_portfolio,
    indicators.outcomes,
    verification_queue.open_claims,
    verification_queue.verified_claims,
    compliance.led_programmes,
    compliance.first_reports,
)


def figures(plan: Any) -> object:
    if plan is None:
        return None
    groups = (plan.whole, plan.by_dimension, plan.by_agency, plan.sub_groups, plan.whole.inputs, plan.reports)
    ends = [Forecasts(plan).milestone(programme, milestone) for programme, milestone in plan.milestones]
    return plan, groups, plan.curve, plan.curves, top_concerns(plan), ends, Forecasts(plan).year_end


@pytest.fixture(scope="module")
def templates(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature in a file that each example copies."""
    folder = tmp_path_factory.mktemp("answers")
    path = folder / "miniature.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    bring_in(engine, folder)
    engine.dispose()
    return folder


@given(steps=st.lists(STEPS, min_size=8, max_size=12))
@settings(max_examples=settings().max_examples // 20, phases=[Phase.generate])
def test_after_any_commands_the_kept_answers_are_those_of_a_fresh_process(
    templates: Path, steps: list[tuple[Callable[..., None], tuple[Any, ...]]]
) -> None:
    path = templates / f"{fresh_name()}.db"
    shutil.copy(templates / "miniature.db", path)
    engine = make_engine(f"sqlite:///{path}")
    city = City(engine, templates)
    for command, words in [(pass_time, (0,)), *steps, (pass_time, (0,))]:
        command(city, *words)
        days = (PAST, city.now.date()) if command in (bring, undo_import, pass_time) else (city.now.date(),)
        for day in days:
            renewed = [city.answer(question, day) for question in QUESTIONS]
            with reading(engine) as session:
                fresh = [question(session, day) for question in QUESTIONS]
            assert [figures(renewed[0]), *renewed] == [figures(fresh[0]), *fresh], (command.__name__, words, day)
    engine.dispose()


@pytest.fixture
def city(templates: Path) -> Iterator[City]:
    path = templates / f"{fresh_name()}.db"
    shutil.copy(templates / "miniature.db", path)
    engine = make_engine(f"sqlite:///{path}")
    yield City(engine, templates)
    engine.dispose()


def asked(city: City, question: Callable[..., Any], day: date, times: int = 1) -> int:
    """How many times the database was asked while the answer was given."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    engine = engine_of(city.engine.url.render_as_string(hide_password=False))
    event.listen(engine, "before_cursor_execute", note)
    for _ in range(times):
        city.answer(question, day)
    event.remove(engine, "before_cursor_execute", note)
    return count


def test_what_is_kept_is_not_asked_for_again(city: City) -> None:
    today = city.now.date()
    assert asked(city, portfolio.load_portfolio, today) > 0
    assert asked(city, portfolio.load_portfolio, today, times=3) == 0
    meet(city, 1)
    city.answer(indicators.outcomes, today)
    before = city.answer(portfolio.load_portfolio, today)
    assert asked(city, portfolio.load_portfolio, today) == 0
    assert city.answer(portfolio.load_portfolio, today) is before


def test_who_asks_for_an_older_entry_does_not_make_a_newer_answer_untrue(city: City) -> None:
    """Many wait for one answer while reports go on: each of them would ask again for all the others."""
    today, older = city.now.date(), city.end
    city.answer(portfolio.load_portfolio, today)
    report(city, "P1", Claim.RUNNING, 10, OwnRating.ON_TRACK)
    city.answer(indicators.outcomes, today)
    question, answers = dated_question(older.url, portfolio.load_portfolio, today, ZONE), city.answers
    renewed = answers.answer(question, older)
    assert answers.answer(question, older) is renewed
    assert city.answer(portfolio.load_portfolio, today) is renewed


def test_a_report_makes_only_its_programme_and_its_groups_anew(city: City) -> None:
    """P1.A.2 waits for a milestone of P2, nothing of P2 waits for P1."""
    today = city.now.date()
    before = city.answer(portfolio.load_portfolio, today)
    groups = before.by_dimension, before.curves
    report(city, "P2", Claim.RUNNING, 30, OwnRating.ATTENTION)
    after = city.answer(portfolio.load_portfolio, today)
    assert [old is new for old, new in zip(before.programmes, after.programmes, strict=True)] == [False, False]
    assert groups != (after.by_dimension, after.curves)
    report(city, "P1", Claim.RUNNING, 30, OwnRating.ATTENTION)
    later = city.answer(portfolio.load_portfolio, today)
    assert [old is new for old, new in zip(after.programmes, later.programmes, strict=True)] == [False, True]
    assert [old is new for old, new in zip(after.by_dimension, later.by_dimension, strict=True)] == [False, True]


def test_a_report_leaves_earlier_days_as_they_were_known(city: City) -> None:
    before = city.answer(portfolio.load_portfolio, PAST)
    report(city, "P1", Claim.RUNNING, 30, OwnRating.ATTENTION)
    assert city.answer(portfolio.load_portfolio, PAST) is before
    bring(city, 2, 40)
    assert city.answer(portfolio.load_portfolio, PAST) != before


def test_another_database_under_the_same_address_is_asked_anew(city: City) -> None:
    today = city.now.date()
    report(city, "P1", Claim.RUNNING, 30, OwnRating.ATTENTION)
    before = city.answer(portfolio.load_portfolio, today)
    city.engine.dispose()
    path = Path(city.engine.url.database or "")
    engine_of(city.engine.url.render_as_string(hide_password=False)).dispose()
    shutil.copy(city.folder / "miniature.db", path)
    assert city.answer(portfolio.load_portfolio, today) != before


def test_what_was_made_of_answers_is_kept_as_long_as_they_hold(city: City) -> None:
    key, answers = ("words",), city.answers
    answers.keep(key, "of the plan", {"programme"}, city.end)
    answers.keep(("updates",), "of updates", {"milestone_update"}, city.end)
    answers.keep(("agenda",), "of what no entry seals", {"agenda_item"}, city.end)
    report(city, "P2", Claim.RUNNING, 30, OwnRating.ATTENTION)
    assert answers.recall(key, city.end) == "of the plan"
    assert (answers.recall(("updates",), city.end), answers.recall(("agenda",), city.end)) == (None, None)
    edit(city, "P2", 7)
    assert answers.recall(key, city.end) is None


def test_what_was_read_to_make_something_once_counts_whenever_it_is_shown(city: City) -> None:
    for _ in range(2):
        with tables_read() as tables:
            city.answers.made_from(("block",), "facts", lambda: city.answer(portfolio.load_portfolio, PAST))
        assert "milestone_update" in tables


def test_the_oldest_answers_go_first(city: City) -> None:
    city.answers = Answers(most=2)
    for day in (1, 2, 3):
        city.answer(portfolio.load_portfolio, date(2026, 7, day))
    assert (len(city.answers), city.answers.evicted) == (2, 1)
    assert asked(city, portfolio.load_portfolio, date(2026, 7, 3)) == 0
    assert asked(city, portfolio.load_portfolio, date(2026, 7, 1)) > 0


def test_answers_are_bounded_by_bytes_too() -> None:
    answers = Answers(most_bytes=5_000)
    for number in range(10):
        answers.made_from((number,), None, lambda: "x" * 2_000)
    assert answers.bytes <= 5_000
    assert answers.evicted == 8


def test_what_several_ask_at_once_is_asked_for_once() -> None:
    answers, begun, made = Answers(), Barrier(4), list[int]()

    def make() -> str:
        made.append(1)
        return "answer"

    def look() -> str:
        begun.wait()
        return answers.made_from(("key",), "facts", make)

    with ThreadPoolExecutor(4) as threads:
        assert {future.result() for future in [threads.submit(look) for _ in range(4)]} == {"answer"}
    assert made == [1]


@contextmanager
def rows_of(engine: Engine) -> Iterator[list[tuple[Any, ...]]]:
    """The rows that are read from a database of SQLite meanwhile."""
    rows: list[tuple[Any, ...]] = []

    def note(_cursor: object, row: tuple[Any, ...]) -> tuple[Any, ...]:
        rows.append(row)
        return row

    def watch(connection: Any, *_rest: object) -> None:
        connection.row_factory = note

    event.listen(engine, "checkout", watch)
    yield rows
    event.remove(engine, "checkout", watch)


def read_after_a_report(folder: Path, programmes: int) -> tuple[list[int], int]:
    """Rows read by each question after one report on a generated plan; how many programmes are made anew."""
    city = City(make_engine(f"sqlite:///{folder / fresh_name()}.db"), folder, LAST_REPORTS)
    fill_with_generated_plan(city.engine, programmes, 1)
    day, counts = city.now.date(), []
    before = [city.answer(question, day) for question in QUESTIONS]
    actor, sending = reports.accepted(city.engine, reports.led(city.engine), city.now, folder)
    city.do(submission.submit, actor, sending)
    engine = engine_of(city.engine.url.render_as_string(hide_password=False))
    for question in QUESTIONS:
        with rows_of(engine) as rows:
            city.answer(question, day)
        counts.append(len(rows))
    after = [city.answer(question, day) for question in QUESTIONS]
    anew = sum(old is not new for old, new in zip(before[0].programmes, after[0].programmes, strict=True))
    assert (len(city.answers), city.answers.evicted) == (len(QUESTIONS), 0)
    return counts, anew


def test_what_a_report_costs_does_not_grow_with_the_plan(tmp_path: Path) -> None:
    """Its programme is made anew; agencies, periods, dimensions, waits are few rows, whose number differs a little."""
    (few, anew), (many, anew_of_many) = (read_after_a_report(tmp_path, programmes) for programmes in (8, 40))
    assert anew == anew_of_many == 1
    assert all(rows <= 200 for rows in many), many
    assert all(rows <= before + 20 for before, rows in zip(few, many, strict=True)), (few, many)
