"""Whether this process may start, and GET /sehat: whether it is able to answer, and which version it is."""

import sys

from sqlalchemy.exc import DatabaseError
from starlette.requests import Request
from starlette.responses import JSONResponse

from smartcity import __version__
from smartcity.domain.errors import Refused, present
from smartcity.i18n.words import Words
from smartcity.queries import ledger, sign_ins
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.store.schema_version import newest_revision, require_current
from smartcity.store.storage_errors import refusal
from smartcity.web.gates.origins import is_named
from smartcity.web.pages import FRESH
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


def health(_request: Request) -> JSONResponse:
    """200 with version, migration and audit id, or 503 with the reason in a sentence."""
    try:
        engine = current_engine()
        require_current(engine)
        with reading(engine) as session:
            audit_id = ledger.newest(session)
    except (Refused, DatabaseError) as error:
        no = present(refusal(error))
        return _answer(503, "sakit", reason=Words(settings().language).say(no.key, **no.facts))
    return _answer(200, "sehat", migration=newest_revision(), audit_id=audit_id)


def _answer(code: int, status: str, **facts: object) -> JSONResponse:
    body = {"status": status, "version": __version__, "database": code == 200, **facts}
    return JSONResponse(body, status_code=code, headers=FRESH)
