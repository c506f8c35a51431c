"""What is chosen in a form and not sent comes back on another device, as what is typed does."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.commands.meetings import meetings
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import ChangeKind, Role
from smartcity.store.engine import make_engine, writing
from smartcity.ui.frame.sitemap import SCREENS
from tests.sample import sample_database
from tests.ui.opening import open_screen

VERIFIER, DLH = (Role.VERIFIER, None), (Role.AGENCY, "DLH")
AHEAD = datetime.now(CITY_ZONE).date() + timedelta(days=40)
# Who, where, and what is chosen there: widget, key, value.
CHOICES: dict[str, tuple[tuple[Role, str | None], str, dict[str, str], tuple[tuple[str, str, Any], ...]]] = {
    "an answer": (DLH, "arahan", {"arahan": "AR-2026-02"}, (("checkbox", "answer-AR-2026-02-done", True),)),
    "a proposal": (DLH, "program", {"kode": "EN-02"}, (("selectbox", "propose-what", ChangeKind.CANCEL),)),
    "a merger": (
        (Role.ADMINISTRATOR, None),
        "rencana",
        {"bagian": "agency"},
        (("multiselect", "merge-codes", ["DLH", "PUPR"]), ("date_input", "merge-last", date(2026, 9, 30))),
    ),
    "a meeting": (
        VERIFIER,
        "rapat",
        {"kode": "RK-PILIH"},
        (
            ("date_input", "plan-RK-PILIH-day", AHEAD),
            ("time_input", "plan-RK-PILIH-hour", time(14, 15)),
            ("number_input", "plan-RK-PILIH-minutes", 75),
            ("selectbox", "add-programme", "EN-02"),
            ("number_input", "add-minutes", 20),
        ),
    ),
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = make_engine(sample_database(tmp_path_factory.mktemp("chosen")))
    chair, at = Actor("ketua", Role.ADMINISTRATOR), datetime.now(UTC)
    with writing(engine) as session:
        meetings.plan(session, chair, MeetingDraft("RK-PILIH", "Rapat Uji", AHEAD - timedelta(days=9), 60), at=at)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("name", CHOICES)
def test_what_was_chosen_stands_on_another_device(
    city: Engine, signed_in_as: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    who, path, query, chosen = CHOICES[name]
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(city.url))
    signed_in_as(str(city.url), *who)
    screen = next(one for one in SCREENS if one.path == path)
    page = open_screen(screen, **query)
    for kind, key, value in chosen:
        widget = next(one for one in page.get(kind) if one.key == key)
        assert widget.value != value  # type: ignore[union-attr]
        page = widget.set_value(value).run()  # type: ignore[union-attr]
    other = open_screen(screen, **query)
    by_field = {key: next(one for one in other.get(kind) if one.key == key).value for kind, key, _ in chosen}  # type: ignore[union-attr]
    assert by_field == {key: value for _, key, value in chosen}
    assert not other.exception


def test_a_day_of_a_proposal_is_kept_for_its_milestone(
    city: Engine, signed_in_as: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(city.url))
    signed_in_as(str(city.url), *DLH)
    screen = next(one for one in SCREENS if one.path == "program")
    page = open_screen(screen, kode="EN-04")
    (box,) = [one for one in page.date_input if str(one.key).startswith("propose-")]
    box.set_value(date(2027, 5, 6)).run()
    again = open_screen(screen, kode="EN-04")
    assert [one.value for one in again.date_input if one.key == box.key] == [date(2027, 5, 6)]
