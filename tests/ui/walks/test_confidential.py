"""P3: the words of a confidential decision stand nowhere for those without the right, and where the right is."""

import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, func
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from smartcity.__main__ import cli
from smartcity.commands.meetings import decision_answers, decisions
from smartcity.commands.meetings.decision_answers import AnswerDraft
from smartcity.commands.meetings.decisions import DecisionDraft
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role, Verdict
from smartcity.domain.facts.evidence import MediaType, NewFile
from smartcity.domain.meetings.wall import View, WallMode, WallOptions, wall_query
from smartcity.i18n.words import Words
from smartcity.jobs.reminders import outstanding_reports
from smartcity.settings import settings
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.ui.frame.sitemap import MEETING, SCREENS
from smartcity.ui.verification.cases import QueuePart
from smartcity.web.cookies import SIGN_IN
from tests.people import make_account, open_door
from tests.rakor import CHAIR, CODE, begin_meeting, close_meeting, next_item, show
from tests.sample import sample_database
from tests.ui.opening import open_screen, turn_to
from tests.web.visitors import ORIGIN, Visitor

OWNER = "BPKAD"
# Of the decision, its answers, the verifier's note, the file; each found nowhere else.
WORDS = ("SEMBUNYI-ARAHAN", "SEMBUNYI-JAWABAN", "SEMBUNYI-CATATAN", "SEMBUNYI-BERKAS")
OPERATOR, VERIFIER = Actor("operator.bpkad", Role.AGENCY, OWNER), Actor("verifikator", Role.VERIFIER)
WITHOUT = ((Role.GUEST, None), (Role.ADVISER, None), (Role.AGENCY, "DLH"))
PNG = b"\x89PNG\r\n\x1a\n"
KINDS = ("html", "code", "markdown", "text_area", "text_input", "selectbox", "multiselect", "button", "expander")
Enter = Callable[..., Actor]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The sample with a running meeting that decided something confidential: answered, sent back, answered again."""
    folder = tmp_path_factory.mktemp("confidential")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SMARTCITY_EVIDENCE_FOLDER", str(folder))
        engine = make_engine(sample_database(folder))
        begin_meeting(engine)
        code, at = decided(engine), datetime.now(UTC)
        number = answered(engine, code, "SEMBUNYI-JAWABAN pertama", at)
        with writing(engine) as session:
            decision_answers.review(session, VERIFIER, number, Verdict.RETURNED, "SEMBUNYI-CATATAN", at=at)
        answered(engine, code, "SEMBUNYI-JAWABAN kedua", at + timedelta(seconds=2))
        yield engine
        engine.dispose()


def decided(engine: Engine) -> str:
    due_on = datetime.now(CITY_ZONE).date() + timedelta(days=9)
    draft = DecisionDraft("SEMBUNYI-ARAHAN: potong pagu.", OWNER, due_on, is_confidential=True, programme="GV-01")
    with writing(engine) as session:
        return decisions.decide(session, CHAIR, CODE, draft, at=datetime.now(UTC)).code


def answered(engine: Engine, code: str, text: str, at: datetime) -> int:
    file, folder = NewFile("SEMBUNYI-BERKAS", MediaType.PNG, PNG + text.encode()), settings().evidence_folder
    with writing(engine) as session:
        proof = decision_answers.keep_file(session, OPERATOR, code, file, folder=folder)
        draft = AnswerDraft(text, is_done=True, proofs=(proof,))
        decision_answers.answer(session, OPERATOR, code, draft, folder=folder, at=at)
        return session.exec(select(func.max(t.DecisionAnswer.id))).one() or 0


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, city: Engine) -> list[bytes]:
    """What the links of a screen would hand over, made in the same run."""
    contents: list[bytes] = []

    def offered(_key: str, _label: str, _name: str, content: Callable[[], bytes]) -> None:
        contents.append(unpacked(content()))

    for module in ("components.download", "imports", "periods"):
        monkeypatch.setattr(f"smartcity.ui.{module}.offer", offered)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(city.url))
    return contents


def unpacked(content: bytes) -> bytes:
    if not zipfile.is_zipfile(BytesIO(content)):
        return content
    with zipfile.ZipFile(BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def details(engine: Engine) -> list[tuple[str, dict[str, str]]]:
    with reading(engine) as session:
        code = session.exec(select(t.Decision.code).order_by(col(t.Decision.id))).all()[-1]
    views = ({"kode": CODE, "lihat": view} for view in ("agenda", "bahas", "hadir", "risalah"))
    opened = [("arahan", {"arahan": code}), ("opd", {"kode": OWNER}), ("program", {"kode": "GV-01"})]
    return opened + [("rapat", view) for view in views] + [("verifikasi", {"bagian": QueuePart.ANSWERS.value})]


def walked(engine: Engine, only: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Everything that stands on the screens: blocks, labels, values of fields, texts to copy, charts."""
    page = open_screen()
    for path, asked in [(screen.path, dict[str, str]()) for screen in SCREENS] + details(engine):
        screen = next(one for one in SCREENS if one.path == path)
        if only and path not in only:
            continue
        page.query_params.clear()
        page = turn_to(page, screen, **asked)
        shown = [str(one.proto) for kind in (*KINDS, "plotly_chart") for one in page.get(kind)]
        yield f"/{path} {asked}", "\n".join((*shown, *(str(page.session_state[k]) for k in _kept(page))))


def _kept(page: AppTest) -> list[str]:
    return [one.key for kind in ("text_area", "text_input") for one in page.get(kind) if one.key]


def leaked(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


@pytest.mark.parametrize(("role", "agency"), WITHOUT)
def test_no_screen_and_no_file_holds_them_without_the_right(
    city: Engine, files: list[bytes], signed_in_as: Enter, role: Role, agency: str | None
) -> None:
    signed_in_as(str(city.url), role, agency)
    for place, text in walked(city):
        assert leaked(text) == [], place
    assert files, "the links of the screens were followed"
    assert [leaked(content.decode("utf-8", "ignore")) for content in files if b"SEMBUNYI" in content] == []


@pytest.mark.parametrize(("role", "agency"), [(Role.VIEWER, None), (Role.VERIFIER, None), (Role.AGENCY, OWNER)])
@pytest.mark.usefixtures("files")
def test_whoever_has_the_right_reads_all_of_them(
    city: Engine, signed_in_as: Enter, role: Role, agency: str | None
) -> None:
    signed_in_as(str(city.url), role, agency)
    text = "\n".join(text for _, text in walked(city, only=("arahan",)))
    assert leaked(text) == list(WORDS)


def test_minutes_and_letters_to_copy_hold_them_only_for_the_agency_that_is_meant(
    city: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in_as: Enter
) -> None:
    closed = closed_copy(city, tmp_path / "closed.db")
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", closed)
    signed_in_as(closed, Role.ADMINISTRATOR)
    minutes, letter = (one.value for one in open_screen(MEETING, kode=CODE, lihat="kirim", opd=OWNER).code)
    assert (leaked(minutes), "Arahan rahasia" in minutes) == ([], True)
    assert (leaked(letter), "Badan Pengelolaan Keuangan" in letter) == (["SEMBUNYI-ARAHAN"], True)
    with reading(city) as session:
        now = datetime.now(UTC)
        for reminder in outstanding_reports(session, now).reminders(Words("id"), now):
            assert leaked(reminder.text) == []


def closed_copy(city: Engine, path: Path) -> str:
    """The same after its meeting has ended."""
    with closing(sqlite3.connect(city.url.database or "")) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))
    engine = make_engine(f"sqlite:///{path}")
    close_meeting(engine)
    engine.dispose()
    return f"sqlite:///{path}"


def test_no_wall_shows_them(city: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(city.url))
    monkeypatch.setenv("SMARTCITY_PUBLIC_URL", ORIGIN)
    client = Visitor()
    for mode in WallMode:
        query = urlencode(wall_query(WallOptions(mode=mode, views=tuple(View), shows_names=True)))
        for address in ("/layar/contoh", "/layar/contoh/isi"):
            answer = client.get(f"{address}?{query}")
            assert (answer.status_code, leaked(answer.text)) == (200, []), (mode, address)
    shown = list[str]()
    for step in (*View, *range(6)):
        show(city, step) if isinstance(step, View) else next_item(city)
        shown.append(client.get("/layar/contoh/isi?nama=ya").text)
        assert leaked(shown[-1]) == [], step
    assert any("Arahan rahasia" in text for text in shown), "it is counted, without words"


@pytest.mark.parametrize(("role", "agency"), [*WITHOUT, (Role.AGENCY, OWNER)])
def test_the_file_is_opened_only_with_the_right(
    city: Engine, monkeypatch: pytest.MonkeyPatch, role: Role, agency: str | None
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(city.url))
    monkeypatch.setenv("SMARTCITY_PUBLIC_URL", ORIGIN)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(Path(city.url.database or "").parent))
    with reading(city) as session:
        mine = select(t.Evidence.id).where(t.Evidence.title == "SEMBUNYI-BERKAS")
        numbers = session.exec(mine).all()
    visitor, token = Visitor(), open_door(city, make_account(city, role, agency))
    if token:
        visitor.cookies.set(SIGN_IN, token)
    for number in numbers:
        answer = visitor.get(f"/bukti/{number}")
        received = answer.text + str(answer.headers)
        assert ("SEMBUNYI-BERKAS" in leaked(received)) is (agency == OWNER), answer.status_code
        assert agency == OWNER or leaked(received) == []


def test_the_terminal_prints_none(city: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(city.url))
    for verb in (["figures", "--json"], ["remind"]):
        result = CliRunner().invoke(cli(), verb)
        assert (result.exit_code, leaked(result.output)) == (0, []), verb
