"""The sample with every text of the plan, and of what people type beside it, turned against whoever draws it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from smartcity.commands.access.credentials import digest
from smartcity.commands.meetings import agenda, decision_answers, decisions, meetings, wall_display
from smartcity.commands.meetings.agenda import ItemDraft
from smartcity.commands.meetings.decision_answers import AnswerDraft
from smartcity.commands.meetings.decisions import DecisionDraft
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.commands.plan import change_requests, plan_import
from smartcity.commands.reporting import submission, verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot, take_snapshot
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.layout import SHEETS, Cell, Column, Sheet
from smartcity.exchange.workbook.letters import letters
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import ledger, portfolio
from smartcity.queries.verification_queue import queue
from smartcity.store.engine import reading, writing
from smartcity.store.tables import AgendaItem, WallDevice
from tests.sample import WORKBOOK

HOST = "jahat.example"
TRICKS = (
    f'<b id="jahat">tebal</b><img src="http://{HOST}/a.png" onerror="window.jahat=1"><script>window.jahat=1</script>',
    f"![gambar](http://{HOST}/b.png) [klik](http://{HOST}/c) [kode](javascript:window.jahat=1)",
    ":material/skull: :skull: :red[jahat] **jahat-tebal** ~~jahat-coret~~ `jahat-kode` $\\frac{1}{2}$ $$x^2$$",
    f"http://{HOST}/d www.{HOST} surat@{HOST} <http://{HOST}/e> {{jahat}} {{{{7*7}}}} %(jahat)s",
    "\u202eterbalik\u202c a\u200bb\u2066c\ufeffd \"><svg onload=window.jahat=1> ' onmouseover='window.jahat=1",
    f'<a href="http://{HOST}/f">tautan</a> <a href="javascript:window.jahat=1">y</a><br><sup>jahat-atas</sup>',
    "</textarea></script></style><iframe srcdoc='<script>parent.jahat=1</script>'></iframe><style>*{display:none}",
    "# jahat-judul\n\n* jahat-butir\n\n> jahat-kutip\n\n| a | b |\n|---|---|\n| c | d |",
)
# Links to evidence are links; the words of a scale are those of the scale; places of residence refer to each other.
EXEMPT = {"evidence_url", "parent", "text"}


def hostile_book(folder: Path) -> Path:
    """Each text keeps its own words behind the trick; in every sheet one row holds the longest."""
    book = load_workbook(WORKBOOK)
    titles = {letters(page.title): page for page in book.worksheets}
    for sheet in SHEETS:
        _spoil(sheet, titles[letters(sheet.title)])
    path = folder / "jahat.xlsx"
    book.save(path)
    return path


def _spoil(sheet: Sheet, page: Worksheet) -> None:
    headings = {letters(str(cell.value)): cell.column for cell in page[1]}
    columns = [column for column in sheet.columns if is_spoilt(sheet, column) and letters(column.heading) in headings]
    for row in range(2, page.max_row + 1):
        for at, column in enumerate(columns):
            cell = page.cell(row, headings[letters(column.heading)])  # type: ignore[arg-type]
            if cell.value is not None:
                most = column.most
                cell.value = _spoilt(str(cell.value), row + at, most, is_long=row == page.max_row)


def is_spoilt(sheet: Sheet, column: Column) -> bool:
    is_text = column.cell in (Cell.TEXT, Cell.NAMES) and column.choices is None and column.refers is None
    return is_text and (column.field not in EXEMPT or (column.field, sheet.entity) == ("text", "decision"))


def _spoilt(text: str, number: int, most: int, *, is_long: bool) -> Any:
    """In its own words as far as the field takes them."""
    spoilt = f"{TRICKS[number % len(TRICKS)]} {text}"
    return (f"{spoilt} {'panjang' * most}" if is_long else spoilt)[:most]


CHAIR, VERIFIER = Actor("ketua", Role.ADMINISTRATOR), Actor("verifikator", Role.VERIFIER)
OPERATOR, ADVISER = Actor("operator-dlh", Role.AGENCY, "DLH"), Actor("dewan", Role.ADVISER)
PROGRAMME, MILESTONE, DECISION, AGENCY = "EN-02", "EN-02-A3", "AR-2026-02", "DLH"
CLOSED, RUNNING, WALL = "RK-JAHAT-1", "RK-JAHAT-2", "w" * 43
EVERY_TRICK = " ".join(TRICKS)


def fill(engine: Engine, folder: Path) -> None:
    """The workbook imported, and two meetings held on it: one closed, one running."""
    draft, now = draft_of(read_source(hostile_book(folder)), NameIndex()), datetime.now(UTC)
    with writing(engine) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=now)
    with writing(engine) as session:
        _type(session, now)
        session.add(WallDevice(name=TRICKS[0][:60], token_sha256=digest(WALL), created_at=now, confirmed_at=now))
    figures = _figures(engine)
    hold(engine, CLOSED, figures)
    with writing(engine) as session:
        meetings.close(session, CHAIR, CLOSED, EVERY_TRICK, at=datetime.now(UTC))
    hold(engine, RUNNING, figures)


def _figures(engine: Engine) -> PortfolioSnapshot:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, datetime.now(CITY_ZONE).date())
    assert plan is not None
    return take_snapshot(plan, (), ())


def _type(session: Session, now: datetime) -> None:
    """What operators and verifiers write."""
    today = now.astimezone(CITY_ZONE).date()
    waiting = [case.update.id for case in queue(session, today).claims]
    verification.send_back(session, VERIFIER, Chosen((waiting[0],)), EVERY_TRICK, at=now)
    verification.verify(session, VERIFIER, Chosen((waiting[1],)), EVERY_TRICK, at=now)
    change_requests.propose(
        session, OPERATOR, MILESTONE, ChangeRequest(due_on=today + timedelta(400)), EVERY_TRICK, at=now
    )
    submission.comment(session, ADVISER, PROGRAMME, EVERY_TRICK, at=now)


def hold(engine: Engine, code: str, figures: PortfolioSnapshot) -> None:
    """A meeting with an item and a decision of tricks, one of them confidential, on the wall."""
    now = datetime.now(UTC)
    today = now.astimezone(CITY_ZONE).date()
    with writing(engine) as session:
        meetings.plan(session, CHAIR, MeetingDraft(code, TRICKS[1], today, 60, place=EVERY_TRICK[:160]), at=now)
        for trick in TRICKS:
            agenda.put_on(session, CHAIR, code, ItemDraft(trick, 5), at=now)
        agenda.put_on(session, CHAIR, code, ItemDraft("", 5, programme=PROGRAMME), at=now)
    with reading(engine) as session:
        audit_id = ledger.newest(session)
        item = session.exec(select(AgendaItem.id).order_by(col(AgendaItem.id).desc())).first()
    assert item is not None
    with writing(engine) as session:
        meetings.start(session, CHAIR, code, figures, audit_id=audit_id, at=now)
        agenda.note(session, CHAIR, item, EVERY_TRICK, at=now)
    with writing(engine) as session:
        wall_display.show_item(session, CHAIR, item, at=now)
    with writing(engine) as session:
        _decide(session, code, now)


def _decide(session: Session, code: str, now: datetime) -> None:
    for is_confidential in (False, True):
        draft = DecisionDraft(
            f"{code} {EVERY_TRICK}"[: decisions.LONGEST], AGENCY, now.astimezone(CITY_ZONE).date(), is_confidential
        )
        decided = decisions.decide(session, CHAIR, code, draft, at=now)
        answer = AnswerDraft(EVERY_TRICK[: decision_answers.LONGEST], is_done=False)
        decision_answers.answer(session, OPERATOR, decided.code, answer, folder=Path(), at=now)
