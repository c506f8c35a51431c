"""Who looks: the account behind the browser's cookie, asked anew on every run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.enums import Role
from tests.sample import sample_database
from tests.ui.opening import open_screen

CAST = [(role, "DLH" if role is Role.AGENCY else None) for role in Role]


@pytest.mark.parametrize(("role", "agency"), CAST)
def test_the_screens_know_who_is_signed_in(
    tmp_path: Path,
    role: Role,
    agency: str | None,
    signed_in_as: Callable[..., Actor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    actor = signed_in_as(url, role, agency)
    page = open_screen()
    assert page.session_state["actor"] == actor
    assert (actor == GUEST) == (role is Role.GUEST)
