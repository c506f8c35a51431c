"""Codes: an alphabet that cannot be misread, good until their last instant; the turnstile; what a person typed."""

from datetime import UTC, datetime, timedelta

import pytest

from smartcity.domain.access.pairing import ALPHABET, LENGTH, LIFETIME, Device, PairingLimiter, typed_code

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def device(confirmed_at: datetime | None = None, revoked_at: datetime | None = None) -> Device:
    return Device(1, "Aula", NOW, confirmed_at, revoked_at, None, None, "ACDEFG", NOW + LIFETIME)


def test_no_character_of_a_code_can_be_taken_for_another() -> None:
    assert not set(ALPHABET) & set("0O1IL2Z5S8B")
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert len(ALPHABET) ** LENGTH > 200_000_000


@pytest.mark.parametrize("typed", ["ACD347", " acd 347 ", "acd-347", "a c d 3 4 7"])
def test_blanks_dashes_and_small_letters_are_forgiven(typed: str) -> None:
    assert typed_code(typed) == "ACD347"


@pytest.mark.parametrize(
    ("after", "waits"),
    [(timedelta(), True), (LIFETIME - timedelta(microseconds=1), True), (LIFETIME, False)],
)
def test_a_code_is_good_until_its_last_instant(after: timedelta, *, waits: bool) -> None:
    assert device().is_waiting(NOW + after) is waits


def test_a_paired_or_revoked_wall_does_not_wait() -> None:
    assert (device(NOW).is_waiting(NOW), device(NOW).is_paired) == (False, True)
    assert (device(None, NOW).is_waiting(NOW), device(NOW, NOW).is_paired) == (False, False)


def test_an_address_passes_so_often_and_then_waits_its_time() -> None:
    stile = PairingLimiter(most=2, within=timedelta(minutes=10))
    assert [stile.lets_through("a", NOW) for _ in range(3)] == [True, True, False]
    assert stile.lets_through("b", NOW)
    assert not stile.lets_through("a", NOW + timedelta(minutes=9, seconds=59))
    assert stile.lets_through("a", NOW + timedelta(minutes=10))
    assert set(stile._passed) == {"a"}, "those who went long ago are forgotten"
