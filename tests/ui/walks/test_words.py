"""P22: every screen in both languages says no code words, and the English one no Indonesian labels."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from smartcity.commands.plan import change_requests
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.reporting import verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.exchange.workbook.layout import SHEETS
from smartcity.i18n.catalog import messages
from smartcity.i18n.words import Words
from smartcity.presentation.labels import entity_label, field_label
from smartcity.queries.verification_queue import queue
from smartcity.store.engine import make_engine, writing
from smartcity.ui.frame.sitemap import SCREENS
from smartcity.ui.verification.cases import QueuePart
from tests.sample import sample_database
from tests.ui.opening import html, open_screen, turn_to

# `milestone:EN-02-A3`, `postponed_on`, `verified/returned`.
CODE_WORDS = re.compile(r"\b[a-z_]+:[A-Z]+-\d[\w-]*|\b[a-z]+_[a-z_]+\b|\b(?:verified|returned)/(?:verified|returned)\b")
# Words of files and commands that people type as they stand.
ALLOWED = re.compile(r"sample_city|python -m smartcity[^\n]*")
DETAILS = (
    ("program", {"kode": "EN-02"}),
    ("opd", {"kode": "DLH"}),
    ("indikator", {"kode": "IK-01"}),
    ("arahan", {"arahan": "AR-2026-02"}),
    *(("verifikasi", {"bagian": part.value}) for part in QueuePart),
    *(("rencana", {"bagian": entity}) for entity in ("action_plan", "milestone", "indicator", "masterplan", "agency")),
)
VERIFIER, OPERATOR = Actor("verifikator", Role.VERIFIER), Actor("operator-dlh", Role.AGENCY, "DLH")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample with a history: a verdict, an approved date and an approved pause, each with its ledger entry."""
    url = sample_database(tmp_path_factory.mktemp("words"))
    engine, at = make_engine(url), datetime.now(UTC)
    with writing(engine) as session:
        waiting = queue(session, at.astimezone(CITY_ZONE).date()).claims[0].update.id
        verification.verify(session, VERIFIER, Chosen((waiting,)), at=at)
        asked = (ChangeRequest(due_on=date(2027, 12, 31)), ChangeRequest(kind="postpone"))  # type: ignore[arg-type]
        day, pause = (
            change_requests.propose(session, OPERATOR, "EN-02-A3", one, "alat terlambat", at=at) for one in asked
        )
        change_requests.approve(session, VERIFIER, Proposed((day,), (pause,)), "sepakat", at=at + timedelta(seconds=1))
    engine.dispose()
    return url


def seen(page: AppTest) -> str:
    """Blocks, labels, options, messages: what a reader can see; addresses and names of styles left out."""
    types = ("button", "selectbox", "text_input", "text_area", "date_input", "number_input", "checkbox", "expander")
    labels = [str(one.label) for kind in types for one in page.get(kind)]  # type: ignore[union-attr]
    lists = [one for kind in ("selectbox", "multiselect", "button_group") for one in page.get(kind)]
    options = [str(option) for one in lists for option in getattr(one, "options", ())]
    blocks = re.sub(r"<(style|script).*?</\1>", " ", html(page), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", blocks)) + "\n" + "\n".join((*labels, *options))


def screens(language: str) -> Iterator[tuple[str, str]]:
    page = open_screen(bahasa=language)
    walk: list[tuple[str, dict[str, str]]] = [(screen.path, {}) for screen in SCREENS] + list(DETAILS)
    for path, asked in walk:
        screen = next(one for one in SCREENS if one.path == path)
        page.query_params.clear()
        page = turn_to(page, screen, **{"bahasa": language, **asked})
        yield f"/{path} {asked}", seen(page)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VERIFIER])
def test_no_screen_says_code_words(
    city: str, role: Role, language: str, signed_in_as: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", city)
    signed_in_as(city, role)
    indonesian = only_indonesian()
    for place, text in screens(language):
        assert set(CODE_WORDS.findall(ALLOWED.sub("", text))) == set(), place
        lines = {line.strip() for line in text.splitlines()} if language == "en" else set()
        assert lines & indonesian == set(), place


def only_indonesian() -> set[str]:
    """Texts of the catalogs that stand whole on a screen, and differ from every English one."""
    indonesian, english = messages("id"), set(messages("en").values())
    return {text for text in indonesian.values() if "{" not in text and len(text) > 3} - english


def test_every_field_of_the_plan_has_its_name_in_both_languages() -> None:
    for sheet in SHEETS:
        assert entity_label(Words("id"), sheet.entity) == sheet.title
        assert entity_label(Words("en"), sheet.entity)
        for column in sheet.columns:
            assert field_label(Words("id"), column.field, sheet.entity) == column.heading, (sheet.entity, column.field)
            keys = {f"field.{sheet.entity}.{column.field}", f"field.{column.field}"}
            assert keys & {*messages("en")}, (sheet.entity, column.field)


# What entries of the ledger hold beside fields of the plan: what moved with an agency, rows of an import, an agenda.
IN_ENTRIES = [
    "accounts",
    "decisions",
    "indicators",
    "programmes",
    "supports",
    "successor",
    "valid_until",
    "physical_update",
    "planned_percent",
    "waiting",
    "statement",
    "put_off",
    "to",
    "counted",
    "percentages",
    "physical",
    "until",
    "before",
    "rule",
    "done",
    "evidence",
    "wait",
    "on",
    "start_is_estimated",
]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_field_of_the_ledger_has_its_name(language: str) -> None:
    for field in IN_ENTRIES:
        assert {f"field.{field}", f"noun.{field}"} & {*messages(language)}, field
    assert field_label(Words("id"), "planned_percent") == "Kurva Rencana"
