"""GET /sehat: is this process able to answer, and which version is it?"""

from sqlalchemy.exc import DatabaseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from smartcity import __version__
from smartcity.domain.refusals import Refused
from smartcity.i18n.speech import Words
from smartcity.queries import ledger
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.store.migration import head, require_current


async def health(_request: Request) -> JSONResponse:
    """200 with version, migration and audit id, or 503 with the reason in a sentence."""
    return await run_in_threadpool(_looked)


def _looked() -> JSONResponse:
    try:
        engine = current_engine()
        require_current(engine)
        with reading(engine) as session:
            audit_id = ledger.newest(session)
    except Refused as no:
        return _ill(Words(settings().language).say(no.key, **no.facts))
    except DatabaseError as no:
        return _ill(Words(settings().language).say("store.unreachable", why=str(no.orig).splitlines()[0]))
    found = {"status": "sehat", "version": __version__, "migration": head(), "audit_id": audit_id, "database": True}
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


def _ill(reason: str) -> JSONResponse:
    found = {"status": "sakit", "version": __version__, "database": False, "reason": reason}
    return JSONResponse(found, status_code=503, headers={"Cache-Control": "no-store"})
