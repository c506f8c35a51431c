"""The names under which the plain routes are tried are names of the site."""

import pytest


@pytest.fixture(autouse=True)
def named_hosts(no_inherited_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - comes after it
    monkeypatch.setenv("SMARTCITY_HOSTS", "testserver, kota.example")
