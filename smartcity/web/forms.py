"""A page with a form: shown by GET, acted on by POST, in a thread, small, and never for a stranger's page."""

import logging
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import parse_qsl

from sqlalchemy.exc import DatabaseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartcity.domain.errors import Refused
from smartcity.store.storage_errors import FULL
from smartcity.web import csrf
from smartcity.web.pages import broken

LARGEST = 16_384
MOST_FIELDS = 20
log = logging.getLogger(__name__)


Typed = Mapping[str, str]
STATUS = {
    "form.stale": 403,
    "form.foreign": 415,
    "form.unreadable": 400,
    "form.long": 413,
    "door.closed": 429,
    "reset.often": 429,
    FULL: 507,
}


class Shown(Protocol):
    """`typed` is what the last try sent, `problem` why it was refused."""

    def __call__(self, request: Request, typed: Typed, problem: Refused | None = None, /) -> Response: ...


Acted = Callable[[Request, Typed], Response]


def form_route(path: str, show: Shown, act: Acted) -> Route:
    """`act` raises Refused to have the page shown again with the reason; where the page leads elsewhere, it does so."""

    def acted(request: Request, typed: Typed) -> Response:
        try:
            if not csrf.is_own_form(request, typed.get(csrf.FIELD)):
                raise Refused("form.stale")
            return act(request, typed)
        except Refused as no:
            return _refused(show, request, typed, no)

    async def answer(request: Request) -> Response:
        try:
            if request.method == "POST":
                typed = await _typed(request)
                if isinstance(typed, Refused):
                    return await run_in_threadpool(_refused, show, request, {}, typed)
                return await run_in_threadpool(acted, request, typed)
            return await run_in_threadpool(show, request, {})
        except (DatabaseError, Refused) as error:
            log.error("The database failed", exc_info=error)
            return broken(request, error)

    return Route(path, answer, methods=["GET", "POST"])


def _refused(show: Shown, request: Request, typed: Typed, no: Refused) -> Response:
    response = show(request, typed, no)
    if response.status_code == 200:
        response.status_code = STATUS.get(no.key, 422)
    return response


async def _typed(request: Request) -> Typed | Refused:
    """What was sent, or why it cannot be read."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return Refused("form.foreign")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return Refused("form.long")
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return Refused("form.unreadable")
