"""Unreadable settings, sample accounts or an unnamed site open to strangers: the process ends with a sentence."""

import sys

from sqlalchemy.exc import DatabaseError

from smartcity.domain.errors import Refused
from smartcity.i18n.words import Words
from smartcity.queries import sign_ins
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.store.schema_version import require_current
from smartcity.web.gates.origins import allowed_hosts
from smartcity.web.proxies import is_loopback

ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - names in a sentence what is served where no address is given


def refuse_bad_settings() -> None:
    """Ends the process with one sentence and exit status 1 where a setting cannot be read."""
    try:
        settings()
    except Refused as no:
        sys.exit(Words("id").say(no.key, **no.facts))


def refuse_open_samples(address: str | None) -> None:
    """Ends the process with one sentence and exit status 1 where strangers could use a sample account."""
    if is_loopback(address) or not _has_samples():
        return
    sentence = Words(settings().language).say("door.samples.open", address=address or ALL_ADDRESSES)
    sys.exit(sentence)


def refuse_open_hosts(address: str | None) -> None:
    """Ends the process with one sentence and exit status 1 where strangers are served without a name of the site."""
    if is_loopback(address) or any(not is_loopback(name) for name in allowed_hosts()):
        return
    sys.exit(Words(settings().language).say("gate.hosts.unset", address=address or ALL_ADDRESSES))


def _has_samples() -> bool:
    """A database that cannot be read lets nobody in either."""
    try:
        require_current(current_engine())
        with reading(current_engine()) as session:
            return bool(sign_ins.sample_actors(session))
    except (Refused, DatabaseError):
        return False
