"""Every screen opens on what an earlier version left, today and as it was frozen then."""

from collections.abc import Callable
from pathlib import Path

import pytest

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store.schema_version import upgrade
from smartcity.ui.frame.sitemap import SCREENS
from tests.ui.opening import html, open_screen
from tests.versions.earlier import sqlite_left_at


@pytest.mark.parametrize(
    ("revision", "day"),
    [("0006_people", {"per": "2026-07-10"}), ("0008_foresight", {"beku": "1"}), ("0012_indicators", {"beku": "1"})],
)
def test_every_screen_opens(
    revision: str,
    day: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    signed_in_as: Callable[..., Actor],
) -> None:
    made = sqlite_left_at(tmp_path, revision)
    upgrade(made)
    url = str(made.url)
    made.dispose()
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    signed_in_as(url, Role.ADMINISTRATOR)
    for screen in SCREENS:
        for address in ({}, day):
            assert html(open_screen(screen, **address)).count("<h1") == 1, f"{screen.key} {address}"
