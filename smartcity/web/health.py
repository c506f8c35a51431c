"""GET /sehat: is this process able to answer, and which version is it?"""

from sqlalchemy.exc import DatabaseError
from starlette.requests import Request
from starlette.responses import JSONResponse

from smartcity import __version__
from smartcity.domain.errors import Refused
from smartcity.i18n.words import Words
from smartcity.queries import ledger
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.store.schema_version import newest_revision, require_current
from smartcity.web.pages import FRESH


def health(_request: Request) -> JSONResponse:
    """200 with version, migration and audit id, or 503 with the reason in a sentence."""
    try:
        engine = current_engine()
        require_current(engine)
        with reading(engine) as session:
            audit_id = ledger.newest(session)
    except Refused as no:
        return _unavailable(Words(settings().language).say(no.key, **no.facts))
    except DatabaseError as no:
        return _unavailable(Words(settings().language).say("store.unreachable", why=str(no.orig).splitlines()[0]))
    body = {
        "status": "sehat",
        "version": __version__,
        "migration": newest_revision(),
        "audit_id": audit_id,
        "database": True,
    }
    return JSONResponse(body, headers=FRESH)


def _unavailable(reason: str) -> JSONResponse:
    body = {"status": "sakit", "version": __version__, "database": False, "reason": reason}
    return JSONResponse(body, status_code=503, headers=FRESH)
