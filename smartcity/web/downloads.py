"""GET /unduh/<token>: a file that a screen offers, made when asked for, handed only to whom it was offered."""

import logging
from collections.abc import Callable, Iterator
from typing import Protocol
from urllib.parse import quote

from sqlalchemy.exc import DatabaseError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from smartcity.domain.errors import Refused
from smartcity.store.engine import current_engine, reading
from smartcity.web.cookies import may_look, visitor
from smartcity.web.pages import HOME, broken, page, with_next

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
PIECE = 64 * 1024
log = logging.getLogger(__name__)


class Offer(Protocol):
    """`account_id` is None where a guest was offered it."""

    @property
    def account_id(self) -> int | None: ...

    @property
    def file_name(self) -> str: ...

    @property
    def make(self) -> Callable[[], bytes]: ...


class Offers(Protocol):
    """What the screens offer now."""

    def find(self, token: str, /) -> Offer | None: ...


class NoOffers:
    """Where there are no screens."""

    def find(self, _token: str, /) -> Offer | None:
        return None


NO_OFFERS = NoOffers()


def download(request: Request, offers: Offers) -> Response:
    """The file; the way in for whoever may not look; a plain page for what is not offered to the asker."""
    try:
        return _answer(request, offers.find(request.path_params["token"]))
    except (DatabaseError, Refused, OSError) as error:
        log.error("A download failed", exc_info=error)
        return broken(request, error)


def _answer(request: Request, offer: Offer | None) -> Response:
    with reading(current_engine()) as session:
        asker = visitor(session, request)
        if offer is not None and not may_look(session, asker):
            return RedirectResponse(with_next("/masuk", HOME), 303, headers={"Cache-Control": "no-store"})
    if offer is None or offer.account_id != asker.account_id:
        return page(request, "download_gone", status=410)
    content = offer.make()
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(offer.file_name, safe='')}",
        "Content-Length": str(len(content)),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(
        _pieces(content), media_type=MEDIA_TYPES[offer.file_name.rpartition(".")[2]], headers=headers
    )


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
