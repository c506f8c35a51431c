"""A choice is known by what it is, not by what it is called: every name of the plan stands twice, on every screen."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, writing
from smartcity.ui.frame.plain_text import distinct_labels, distinct_names
from smartcity.ui.frame.sitemap import OVERVIEW, SCREENS
from tests.sample import sample_database
from tests.ui.opening import open_screen, turn_to

LISTS = ("selectbox", "multiselect", "radio", "button_group")
DOUBLED = (t.Agency, t.Programme, t.Indicator, t.Milestone, t.Meeting, t.Dimension)


def test_labels_that_read_alike_are_told_apart() -> None:
    assert distinct_labels({"a": "Satu", "b": "Dua"}) == {"a": "Satu", "b": "Dua"}
    assert distinct_labels({"a": "Satu", "b": " Satu "}) == {"a": "Satu · a", "b": "Satu · b"}
    assert len(set(distinct_labels({"a": "x" * 300, "b": "x" * 300, "c": "x" * 199 + "… · a"}).values())) == 3
    assert distinct_names(["a", "b"], lambda _: "Satu")("sendiri") == "sendiri"


@pytest.fixture
def city(tmp_path: Path) -> str:
    """All things of a kind bear one name; two meetings share their day too."""
    url = sample_database(tmp_path)
    engine = make_engine(url)
    with writing(engine) as session:
        for table in DOUBLED:
            session.execute(update(table).values(name="Nama yang sama"))
        session.execute(update(t.Agency).values(short_name="Sama"))
        session.execute(update(t.Meeting).values(held_on=date(2026, 10, 20)))
    engine.dispose()
    return url


@pytest.mark.parametrize(("role", "agency"), [(Role.ADMINISTRATOR, None), (Role.VERIFIER, None), (Role.AGENCY, "DLH")])
def test_no_list_holds_two_options_that_read_alike(
    city: str,
    role: Role,
    agency: str | None,
    signed_in_as: Callable[..., Actor],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", city)
    signed_in_as(city, role, agency)
    page, lists = open_screen(), 0
    for screen in SCREENS:
        if screen is not OVERVIEW:
            page = turn_to(page, screen)
        for choice in (widget for kind in LISTS for widget in page.get(kind)):
            options = [str(getattr(option, "content", option)) for option in choice.proto.options]
            assert len(set(options)) == len(options), f"{screen.key}: {choice.key}"
            lists += bool(options)
    record_property("lists_without_doubles", lists)
    assert lists > len(SCREENS)
