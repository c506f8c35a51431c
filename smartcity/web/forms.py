"""A page with a form: shown by GET, acted on by POST, in a thread, small, and never for a stranger's page."""

from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartcity.domain.errors import Refused
from smartcity.store.storage_errors import FULL
from smartcity.web import csrf
from smartcity.web.pages import guarded

LARGEST = 16_384
MOST_FIELDS = 20
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

    @guarded
    def answered(request: Request, body: bytes | None) -> Response:
        typed: Typed = {}
        if request.method != "POST":
            return show(request, typed)
        try:
            typed = _typed(request, body)
            if not csrf.is_own_form(request, typed.get(csrf.FIELD)):
                raise Refused("form.stale")
            return act(request, typed)
        except Refused as no:
            response = show(request, typed, no)
            if response.status_code == 200:
                response.status_code = STATUS.get(no.key, 422)
            return response

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(answered, request, await body_within(request, LARGEST))

    return Route(path, answer, methods=["GET", "POST"])


async def body_within(request: Request, most: int) -> bytes | None:
    """What was sent; None, and the rest not read, where it is longer."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return body


def _typed(request: Request, body: bytes | None) -> Typed:
    """Raises Refused where it cannot be read."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Refused("form.foreign")
    if body is None:
        raise Refused("form.long")
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Refused("form.unreadable") from None
