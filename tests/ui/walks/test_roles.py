"""Every screen with every role, and with guests let in or not: it runs exactly where the table of rights says."""

from collections.abc import Callable

import pytest

from smartcity.domain.access.roles import Actor, is_allowed
from smartcity.domain.enums import Role
from smartcity.ui.frame.sitemap import OVERVIEW, SCREENS, Screen
from tests.sample import sample_database
from tests.ui.opening import html, open_screen, turn_to

FORBIDDEN, CLOSED = "Halaman ini bukan untuk peran ini", "Halaman ini perlu akun"
CAST = [*((role, None) for role in Role if role is not Role.AGENCY), (Role.AGENCY, "DLH"), (Role.VERIFIER, "DLH")]


def shown_state(actor: Actor, screen: Screen, guests: str) -> str | None:
    """What keeps this actor from the screen; None when nothing does."""
    if actor.role is Role.GUEST:
        return None if guests == "on" and is_allowed(actor, screen.act) else CLOSED
    return None if is_allowed(actor, screen.act) else FORBIDDEN


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One for all: they only look."""
    return sample_database(tmp_path_factory.mktemp("roles"))


@pytest.mark.parametrize("guests", ["on", "off"])
@pytest.mark.parametrize(("role", "agency"), CAST)
def test_a_screen_runs_exactly_where_the_table_says(
    city: str,
    role: Role,
    agency: str | None,
    guests: str,
    signed_in_as: Callable[..., Actor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", city)
    monkeypatch.setenv("SMARTCITY_GUESTS", guests)
    actor = signed_in_as(city, role, agency)
    page = open_screen()
    for screen in SCREENS:
        if screen is not OVERVIEW:
            page = turn_to(page, screen)
        text, kept_out = html(page), shown_state(actor, screen, guests)
        state_shown = next((state for state in (FORBIDDEN, CLOSED) if state in text), None)
        assert state_shown == kept_out, f"{screen.key} as {actor.name} with guests {guests}"
        if kept_out:
            assert text.count("<h1") == 1, f"{screen.key} shows more than the gate"
