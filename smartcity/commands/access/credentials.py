"""What opens an account: passwords as hashes (Argon2id), known browsers, sign-ins; and when these end."""

import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256
from threading import BoundedSemaphore

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.domain.access.accounts import KNOWN_DEVICES, normalised_name, require_password
from smartcity.domain.access.roles import Actor
from smartcity.domain.errors import Refused, present
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import Account, Agency, KnownDevice, Masterplan, PasswordReset, SignIn, SignInAttempt

# RFC 9106 leaves the cost to the machine: 32 MiB and three passes are some 50 ms here; four at once hold 128 MiB.
COST = Parameters(type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=3, memory_cost=32 * 1024, parallelism=1)
HASHER = PasswordHasher.from_parameters(COST)
_AT_ONCE = BoundedSemaphore(4)
ONE_TIME_LASTS = timedelta(hours=72)
# Without letters and digits that are taken for each other when read aloud or copied from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def _spelled(password: str) -> str:
    """The same letters from every keyboard."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    with _AT_ONCE:
        return HASHER.hash(_spelled(password))


# What nobody's password is checked against, so that an unknown name takes as long as a wrong password.
NOBODY = hashed(secrets.token_urlsafe(32))


def matches(stored_hash: str | None, password: str) -> bool:
    """Takes the same time whether there is a hash or none."""
    with _AT_ONCE:
        try:
            return HASHER.verify(stored_hash or NOBODY, _spelled(password)) and stored_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored_hash: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return HASHER.check_needs_rehash(stored_hash)


def one_time() -> str:
    """Twelve letters in three groups, some 59 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def find_account(session: Session, name: str) -> Account | None:
    return session.exec(select(Account).where(Account.name == normalised_name(name))).first()


def is_one_time_over(account: Account, at: datetime) -> bool:
    return account.must_change_password and account.one_time_until is not None and account.one_time_until <= at


def choose_password(
    session: Session, actor: Actor, account: Account, chosen: str, *, action: str, at: datetime
) -> None:
    """Sets it and ends all that the old one opened. Raises Refused where it may not be, or is the same."""
    require_password(chosen, account.name, local_words(session))
    if matches(account.password_hash, chosen):
        raise Refused("password.same")
    account.password_hash, account.must_change_password, account.one_time_until = hashed(chosen), False, None
    session.add(account)
    end_access(session, account, at=at)
    ledger.append(session, actor, action, f"account:{actor.name}", at=at, after={"one_time": False})


_WORD = re.compile(r"[^\W\d_]{3,}")


def local_words(session: Session) -> frozenset[str]:
    """Of the plan in force; names of several words both whole and word by word."""
    now = AsOf.now(session)
    phrases = [text for plan in now.entities(Masterplan) for text in (plan.city, plan.name)]
    phrases += [text for one in now.entities(Agency) for text in (one.code, one.name, one.short_name)]
    return frozenset(phrases) | {word for text in phrases for word in _WORD.findall(text)}


MOST_TOKENS = 5
_TOKEN, _BETWEEN = re.compile(r"[A-Za-z0-9_-]{43}"), "."


def _tokens(cookie: str | None) -> list[str]:
    parts = (cookie or "").split(_BETWEEN)[:MOST_TOKENS]
    return [token for token in parts if _TOKEN.fullmatch(token)]


def digest(token: str) -> str:
    """The only thing of a token that the database sees."""
    return sha256(token.encode()).hexdigest()


def known_device(session: Session, name: str, cookie: str | None, *, at: datetime) -> str | None:
    """The hash of the token by which this browser is known to the account of that name."""
    digests = [digest(token) for token in _tokens(cookie)]
    if not digests:
        return None
    return session.exec(
        select(KnownDevice.token_sha256)
        .join(Account, col(KnownDevice.account_id) == col(Account.id))
        .where(
            Account.name == normalised_name(name),
            col(KnownDevice.token_sha256).in_(digests),
            col(KnownDevice.created_at) > at - KNOWN_DEVICES,
        )
    ).first()


def remember(session: Session, account: Account, cookie: str | None, *, at: datetime) -> str:
    """What the browser is to hold from now on: a token for this account, and those it holds for others."""
    tokens = _tokens(cookie)
    if known_device(session, account.name, cookie, at=at) is None:
        token = secrets.token_urlsafe(32)
        session.add(KnownDevice(account_id=present(account.id), token_sha256=digest(token), created_at=at))
        tokens = [token, *tokens]
    return _BETWEEN.join(tokens[:MOST_TOKENS])


def end_access(session: Session, account: Account, *, at: datetime) -> None:
    """All that hung on a password ends with it, known browsers too; its wrong tries count no more."""
    sign_out_everywhere(session, account, at=at)
    session.execute(delete(KnownDevice).where(col(KnownDevice.account_id) == account.id))
    end_links(session, account)
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.name) == account.name))


def disable(session: Session, account: Account, *, at: datetime) -> None:
    account.disabled_at = at
    sign_out_everywhere(session, account, at=at)
    session.add(account)
    session.flush()


def sign_out_everywhere(session: Session, account: Account, *, at: datetime) -> None:
    where = (col(SignIn.account_id) == account.id, col(SignIn.revoked_at).is_(None))
    session.execute(update(SignIn).where(*where).values(revoked_at=at))


def end_links(session: Session, account: Account) -> None:
    """The requests stay for their day and are counted; their tokens go."""
    for row in session.exec(select(PasswordReset).where(PasswordReset.account_id == account.id)).all():
        row.token_sha256 = row.expires_at = row.account_id = None
        session.add(row)
    session.flush()
