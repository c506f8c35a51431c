"""GET /unduh/<token> and /bukti/<id>: a file that a screen offers, and one piece of evidence, to those who may."""

import logging
from collections.abc import Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from smartcity.exchange.downloads.offers import OFFERS
from smartcity.queries.evidence import stored_file
from smartcity.settings import settings
from smartcity.store import evidence_files
from smartcity.store.engine import current_engine, reading
from smartcity.web.cookies import may_look, visitor
from smartcity.web.pages import FRESH, guarded, page, redirect, with_next

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
PIECE = 64 * 1024
log = logging.getLogger(__name__)


@guarded
def download(request: Request) -> Response:
    """The file; the way in for whoever may not look; a plain page for what is not offered to the asker."""
    offer = OFFERS.get(request.path_params["token"])
    with reading(current_engine()) as session:
        asker = visitor(session, request)
        if offer is not None and not may_look(session, asker):
            return redirect(with_next("/masuk"))
    if offer is None or offer.account_id != asker.account_id:
        return page(request, "gone", status=410, what="download.gone")
    content = offer.make()
    headers = {**_named("attachment", offer.file_name), **FRESH, "Content-Length": str(len(content))}
    return StreamingResponse(
        _pieces(content), media_type=MEDIA_TYPES[offer.file_name.rpartition(".")[2]], headers=headers
    )


def _named(manner: str, name: str) -> dict[str, str]:
    return {"Content-Disposition": f"{manner}; filename*=UTF-8''{quote(name, safe='')}"}


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


LARGEST_ID = 2**31 - 1
# Evidence comes as what its content is and never as a page of ours. Whether the reader still may see it is asked each
# time; what he has already need not come again.
EVIDENCE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-cache",
}


@guarded
def evidence(request: Request) -> Response:
    """The file; the way in for guests, whether what they ask for is there or not; else a plain page."""
    number = request.path_params["number"]
    with reading(current_engine()) as session:
        asker = visitor(session, request)
        stored = stored_file(session, number, asker) if number <= LARGEST_ID and may_look(session, asker) else None
    if stored is None and asker.account_id is None:
        return redirect(with_next("/masuk", request.url.path))
    if stored is None:
        return page(request, "gone", status=404, what="evidence.none")
    content = evidence_files.read_file(settings().evidence_folder, stored.sha256)
    if isinstance(content, evidence_files.FileCondition):
        log.error("Evidence %s is %s: %s", number, content.value, stored.sha256)
        return page(request, "evidence_gone", status=410, condition=content.value)
    manner = "inline" if stored.media_type.is_shown else "attachment"
    headers = {**_named(manner, stored.name), **EVIDENCE_HEADERS, "ETag": f'"{stored.sha256}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=stored.media_type.value, headers=headers)
