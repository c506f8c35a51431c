"""What a password costs whoever guesses it."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import CHEAPEST

from smartcity.commands.access import credentials

# OWASP's least for Argon2id: 19 MiB and two passes.
LEAST_MEMORY, LEAST_PASSES = 19 * 1024, 2


@pytest.fixture
def at_full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests hash cheaply."""
    monkeypatch.setattr(credentials, "HASHER", PasswordHasher.from_parameters(credentials.COST))


@pytest.mark.usefixtures("at_full_cost")
def test_a_password_is_kept_at_a_cost_that_is_worth_it() -> None:
    hashed_password = credentials.hashed("jalan panjang ke bukit")
    parameters = extract_parameters(hashed_password)
    assert hashed_password.startswith("$argon2id$")
    assert parameters.memory_cost >= LEAST_MEMORY
    assert parameters.time_cost >= LEAST_PASSES
    assert credentials.matches(hashed_password, "jalan panjang ke bukit")
    assert not credentials.matches(hashed_password, "jalan pendek ke bukit")
    assert not credentials.is_outdated(hashed_password)


@pytest.mark.usefixtures("at_full_cost")
def test_a_cheaper_hash_is_outdated() -> None:
    assert credentials.is_outdated(PasswordHasher.from_parameters(CHEAPEST).hash("murah"))


def test_whoever_has_no_hash_never_matches() -> None:
    assert not credentials.matches(None, "apa saja")
