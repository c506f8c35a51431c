"""Unreadable settings, sample accounts or an unnamed site open to strangers: the process ends with a sentence."""

import sys

from sqlalchemy.exc import DatabaseError

from smartcity.domain.errors import Refused
from smartcity.i18n.words import Words
from smartcity.queries import sign_ins
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.store.schema_version import require_current
from smartcity.web.gates.origins import is_named
from smartcity.web.proxies import is_loopback

ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - names in a sentence what is served where no address is given


def refuse_unsafe_start(address: str | None) -> None:
    """With exit status 1: settings that cannot be read, a sample account for strangers, strangers without a name."""
    try:
        language = settings().language
    except Refused as no:
        sys.exit(Words("id").say(no.key, **no.facts))
    if is_loopback(address):
        return
    wrong = "door.samples.open" if _has_samples() else None if is_named() else "gate.hosts.unset"
    if wrong is not None:
        sys.exit(Words(language).say(wrong, address=address or ALL_ADDRESSES))


def _has_samples() -> bool:
    """A database that cannot be read lets nobody in either."""
    try:
        require_current(current_engine())
        with reading(current_engine()) as session:
            return bool(sign_ins.sample_actors(session))
    except (Refused, DatabaseError):
        return False
