"""GET /sehat: is this process able to answer, and which version is it?"""

from sqlalchemy.exc import DatabaseError
from starlette.requests import Request
from starlette.responses import JSONResponse

from smartcity import __version__
from smartcity.domain.errors import Refused, present
from smartcity.i18n.words import Words
from smartcity.queries import ledger
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.store.schema_version import newest_revision, require_current
from smartcity.store.storage_errors import refusal
from smartcity.web.pages import FRESH


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
