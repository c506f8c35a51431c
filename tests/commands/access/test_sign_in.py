"""Coming in: tries counted before they are heard, per account and address, across restarts; tokens kept as hashes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.commands.access import sign_in
from smartcity.commands.access.credentials import digest, hashed, known_device, matches, remember
from smartcity.domain.access.accounts import SIGN_IN_ATTEMPTS
from smartcity.domain.access.roles import GUEST
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden, Refused, present
from smartcity.queries import sign_ins
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from tests.people import make_account, open_door
from tests.refusals import refusal_of

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
OWN, NEXT = "jalan panjang ke bukit", "sungai tenang di lembah"


def record_attempt(engine: Engine, name: str = "dlh", address: str = "10.0.0.1", at: datetime = AT) -> int:
    with writing(engine) as session:
        return sign_in.record_attempt(session, name, address, at=at)


def is_heard(engine: Engine, name: str = "dlh", address: str = "10.0.0.1", at: datetime = AT) -> bool:
    refused = refusal_of(lambda: record_attempt(engine, name, address, at))
    assert refused is None or refused.key == "door.closed"
    return refused is None


def test_a_thousand_tries_at_once_are_a_thousand_tries(database: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        heard = list(pool.map(lambda _: is_heard(database), range(40)))
    assert sum(heard) == 5


def test_whoever_waits_is_told_how_long(database: Engine) -> None:
    for number in range(5):
        record_attempt(database, at=AT + number * SECOND)
    with pytest.raises(Refused) as no:
        record_attempt(database, at=AT + 5 * SECOND)
    assert no.value.facts == {"minutes": 1}
    record_attempt(database, at=AT + 10 * MINUTE)
    with pytest.raises(Refused) as no:
        record_attempt(database, at=AT + 10 * MINUTE)
    assert no.value.facts == {"minutes": 1}
    for minute in (20, 30, 40):
        record_attempt(database, at=AT + minute * MINUTE)
    with pytest.raises(Refused) as no:
        record_attempt(database, at=AT + 40 * MINUTE)
    assert no.value.facts == {"minutes": 8}


@pytest.mark.parametrize("spelling", ["dlh", " DLH ", "Dlh", "ＤＬＨ"])
def test_a_name_is_one_however_it_is_typed(database: Engine, spelling: str) -> None:
    for number in range(5):
        record_attempt(database, address=f"10.0.0.{number}")
    assert not is_heard(database, spelling, "10.0.0.9")


def test_an_account_locked_from_one_address_leaves_the_others_alone(database: Engine) -> None:
    for _ in range(5):
        record_attempt(database)
    assert not is_heard(database, "dlh", "10.0.0.2")
    assert is_heard(database, "pupr", "10.0.0.1")


def test_an_address_that_tries_many_names_waits(database: Engine) -> None:
    for number in range(41):
        record_attempt(database, f"nama{number}")
    assert not is_heard(database, "lain")
    assert is_heard(database, "lain", "10.0.0.2")
    assert is_heard(database, "lain", at=AT + 2 * SECOND)


def test_waiting_does_not_make_the_wait_longer(database: Engine) -> None:
    for _ in range(5):
        record_attempt(database)
    for second in range(30):
        assert not is_heard(database, at=AT + second * SECOND)
    assert is_heard(database, at=AT + 30 * SECOND)


def test_tries_are_counted_across_restarts(sqlite_url: str) -> None:
    for _ in range(5):
        engine = make_engine(sqlite_url)
        record_attempt(engine)
        engine.dispose()
    engine = make_engine(sqlite_url)
    assert not is_heard(engine)
    engine.dispose()


def test_old_tries_are_swept_out(engine: Engine) -> None:
    record_attempt(engine)
    record_attempt(engine, at=AT + SIGN_IN_ATTEMPTS + SECOND)
    with reading(engine) as session:
        assert len(session.exec(select(t.SignInAttempt.id)).all()) == 1


@pytest.mark.parametrize("name", ["x" * 10_000, "a\x00b", "", "<b>", "\N{RIGHT-TO-LEFT OVERRIDE}a"])
def test_whatever_is_typed_can_be_counted(database: Engine, name: str) -> None:
    assert is_heard(database, name)


@pytest.fixture
def holder(engine: Engine) -> sign_ins.SignedInAccount:
    """An account with an own password."""
    actor = make_account(engine, Role.VIEWER, name="walikota")
    with writing(engine) as session:
        account = session.get_one(t.Account, actor.account_id)
        account.password_hash = hashed(OWN)
    return sign_ins.SignedInAccount(actor, must_change_password=False)


def open_session(
    engine: Engine, password: str = OWN, *, at: datetime = AT, leaving: str | None = None
) -> sign_in.Opened:
    with writing(engine) as session:
        attempt = sign_in.record_attempt(session, "walikota", "10.0.0.1", at=at)
        key = sign_ins.password_check(session, "walikota", with_samples=False)
        assert key is not None
        password_hash = key.password_hash
        return sign_in.sign_in(
            session, attempt, key.account_id, password_hash, password, at=at, lasts=DAY, leaving=leaving
        )


def who(engine: Engine, token: str, at: datetime = AT) -> sign_ins.SignedInAccount | None:
    with reading(engine) as session:
        return sign_ins.signed_in_account(session, digest(token), at)


def test_the_database_keeps_only_the_hash_of_a_token(engine: Engine, holder: sign_ins.SignedInAccount) -> None:
    opened = open_session(engine)
    assert len(opened.token) >= 43
    with reading(engine) as session:
        row = session.exec(select(t.SignIn)).one()
    assert row.token_sha256 == digest(opened.token)
    assert opened.token not in str(row.model_dump())
    assert who(engine, opened.token) == holder
    assert who(engine, row.token_sha256) is None, "a stolen hash opens nothing"


@pytest.mark.parametrize(("later", "is_in"), [(DAY - SECOND, True), (DAY, False), (DAY + SECOND, False)])
def test_a_sign_in_ends_by_itself(
    engine: Engine, holder: sign_ins.SignedInAccount, later: timedelta, *, is_in: bool
) -> None:
    assert (who(engine, open_session(engine).token, AT + later) == holder) is is_in


@pytest.mark.usefixtures("holder")
def test_signing_in_again_ends_what_this_browser_held(engine: Engine) -> None:
    here, elsewhere = open_session(engine), open_session(engine)
    again = open_session(engine, leaving=here.token)
    assert [who(engine, opened.token) is not None for opened in (here, elsewhere, again)] == [False, True, True]


@pytest.mark.usefixtures("holder")
def test_a_success_forgives_the_account(engine: Engine) -> None:
    for _ in range(4):
        record_attempt(engine, "walikota")
    open_session(engine)
    for _ in range(5):
        assert is_heard(engine, "walikota")
    assert not is_heard(engine, "walikota")


def test_a_password_changed_in_between_does_not_open(engine: Engine, holder: sign_ins.SignedInAccount) -> None:
    attempt = record_attempt(engine, "walikota")
    assert holder.actor.account_id is not None
    with pytest.raises(Refused, match=r"door\.wrong"), writing(engine) as session:
        sign_in.sign_in(session, attempt, holder.actor.account_id, hashed(OWN), OWN, at=AT, lasts=DAY)


def test_an_own_password_ends_all_that_the_old_one_opened(engine: Engine, holder: sign_ins.SignedInAccount) -> None:
    here, elsewhere = open_session(engine), open_session(engine)
    with writing(engine) as session:
        devices = remember(session, session.get_one(t.Account, holder.actor.account_id), None, at=AT)
    record_attempt(engine, "walikota")
    with writing(engine) as session:
        opened = sign_in.set_own_password(session, holder.actor, OWN, NEXT, at=AT, lasts=DAY)
        assert known_device(session, "walikota", devices, at=AT) is None, "another browser"
        assert known_device(session, "walikota", opened.devices, at=AT) is not None
        assert session.exec(select(t.SignInAttempt.id).where(t.SignInAttempt.name == "walikota")).all() == []
    assert [who(engine, o.token) is not None for o in (here, elsewhere, opened)] == [False, False, True]
    with reading(engine) as session:
        key = sign_ins.password_check(session, "walikota", with_samples=False)
    assert key is not None
    assert (matches(key.password_hash, OWN), matches(key.password_hash, NEXT)) == (False, True)


@pytest.mark.parametrize(
    ("current", "chosen", "no"),
    [
        ("salah", NEXT, "password.wrong"),
        ("", NEXT, "password.wrong"),
        (OWN, OWN, "password.same"),
        (OWN, "pendek", "password.short"),
        (OWN, "walikota-1888", "password.name"),
    ],
)
def test_an_own_password_that_is_refused(
    engine: Engine, holder: sign_ins.SignedInAccount, current: str, chosen: str, no: str
) -> None:
    with pytest.raises(Refused) as refused, writing(engine) as session:
        sign_in.set_own_password(session, holder.actor, current, chosen, at=AT, lasts=DAY)
    assert refused.value.key == no


def test_a_guest_has_no_password(engine: Engine) -> None:
    with pytest.raises(Forbidden), writing(engine) as session:
        sign_in.set_own_password(session, GUEST, "", NEXT, at=AT, lasts=DAY)


def test_with_a_one_time_password_the_door_opens_shortly_and_only_to_set_an_own(
    engine: Engine, holder: sign_ins.SignedInAccount
) -> None:
    with writing(engine) as session:
        session.get_one(t.Account, holder.actor.account_id).must_change_password = True
    opened = open_session(engine)
    assert opened.must_change_password
    assert opened.expires_at == AT + sign_in.SHORT
    with reading(engine) as session:
        assert sign_ins.signed_in_actor(session, digest(opened.token), AT) is None
    reader = who(engine, opened.token)
    assert reader is not None
    assert reader.must_change_password


def test_the_same_letters_open_from_every_keyboard() -> None:
    assert matches(hashed("kafe\N{COMBINING ACUTE ACCENT} tua"), "kaf\N{LATIN SMALL LETTER E WITH ACUTE} tua")


@pytest.mark.parametrize("stored", [None, "", "kacau", "$argon2id$v=19$m=1"])
def test_what_is_no_hash_matches_nothing(stored: str | None) -> None:
    assert not matches(stored, OWN)


def test_a_sample_account_keeps_its_published_password(engine: Engine, holder: sign_ins.SignedInAccount) -> None:
    with writing(engine) as session:
        session.get_one(t.Account, holder.actor.account_id).is_sample = True
    with pytest.raises(Refused, match=r"password\.sample"), writing(engine) as session:
        sign_in.set_own_password(session, holder.actor, OWN, NEXT, at=AT, lasts=DAY)


def test_a_sample_account_dies_with_the_sample_plan(engine: Engine, holder: sign_ins.SignedInAccount) -> None:
    with writing(engine) as session:
        session.get_one(t.Account, holder.actor.account_id).is_sample = True
        batch = t.Batch(file_name="a", file_sha256="0" * 64, recorded_at=AT, is_sample=True)
        session.add(batch)
        session.flush()
        plan: dict[str, Any] = {"name": "P", "city": "K", "first_year": 2024, "last_year": 2028, "is_sample": True}
        session.add(t.Masterplan(batch_id=present(batch.id), recorded_at=AT, **plan))
        number = batch.id
    token = open_door(engine, holder.actor)
    assert token is not None
    now = datetime.now(UTC)
    assert who(engine, token, now) == holder
    with reading(engine) as session:
        assert sign_ins.password_check(session, "walikota", with_samples=False) is None
        assert sign_ins.password_check(session, "walikota", with_samples=True) is not None
        assert sign_ins.sample_actors(session) == (holder.actor,)
    with writing(engine) as session:
        session.get_one(t.Batch, number).withdrawn_at = AT
    assert who(engine, token, now) is None
    with reading(engine) as session:
        assert sign_ins.password_check(session, "walikota", with_samples=True) is None
        assert sign_ins.sample_actors(session) == ()
