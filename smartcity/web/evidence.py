"""GET /bukti/<id>: one evidence file, to those who may open it, as what its content is and never as a page of ours."""

import logging
from urllib.parse import quote

from sqlalchemy.exc import DatabaseError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from smartcity.domain.errors import Refused
from smartcity.queries.evidence import StoredFile, stored_file
from smartcity.settings import settings
from smartcity.store import evidence_files
from smartcity.store.engine import current_engine, reading
from smartcity.web.cookies import may_look, visitor
from smartcity.web.pages import broken, page, with_next

LARGEST_ID = 2**31 - 1
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
log = logging.getLogger(__name__)


def evidence(request: Request) -> Response:
    """The file; the way in for guests, whether what they ask for is there or not; else a plain page."""
    try:
        return _answer(request, request.path_params["number"])
    except (DatabaseError, Refused) as error:
        log.error("The database failed", exc_info=error)
        return broken(request, error)


def _answer(request: Request, number: int) -> Response:
    with reading(current_engine()) as session:
        asker = visitor(session, request)
        stored = stored_file(session, number, asker) if number <= LARGEST_ID and may_look(session, asker) else None
    if stored is None and asker.account_id is None:
        return RedirectResponse(with_next("/masuk", request.url.path), 303, headers={"Cache-Control": "no-store"})
    if stored is None:
        return page(request, "evidence_none", status=404)
    content = evidence_files.read_file(settings().evidence_folder, stored.sha256)
    if isinstance(content, evidence_files.FileCondition):
        log.error("Evidence %s is %s: %s", number, content.value, stored.sha256)
        return page(request, "evidence_gone", status=410, condition=content.value)
    headers = _headers(stored)
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=stored.media_type.value, headers=headers)


def _headers(stored: StoredFile) -> dict[str, str]:
    """Whether the reader still may is asked each time; what he has already need not come again."""
    manner = "inline" if stored.media_type.is_shown else "attachment"
    return {
        "Content-Disposition": f"{manner}; filename*=UTF-8''{quote(stored.name, safe='')}",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{stored.sha256}"',
    }
