"""Files on their way in: only from accounts that may attach one, and no more than the process can hold."""

from collections.abc import Callable, Mapping

from sqlalchemy.exc import DatabaseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from smartcity.domain.access.roles import GUEST, Act, Actor, is_allowed
from smartcity.domain.errors import Refused
from smartcity.store.engine import current_engine, reading
from smartcity.web.cookies import visitor
from smartcity.web.gates.refusal import refuse

UPLOADS = "/_stcore/upload_file/"
MEGABYTE = 1024 * 1024
LARGEST_FILE, MOST_OF_ACCOUNT, MOST_OF_PROCESS = 10 * MEGABYTE, 40 * MEGABYTE, 200 * MEGABYTE
# The form around a file: its boundary and headers.
WRAPPING = MEGABYTE
ATTACHING = (Act.REPORT, Act.ANSWER_DECISION, Act.IMPORT_PLAN)


# Bytes of the files that were sent and belong to no report yet, by session.
PendingBytes = Callable[[], Mapping[str, int]]


class UploadGate:
    """ASGI middleware. What is on its way counts as held until it has arrived or failed."""

    def __init__(self, app: ASGIApp, pending: PendingBytes) -> None:
        self.app = app
        self._pending = pending
        self._accounts: dict[str, str] = {}
        self._arriving: dict[int, tuple[str, int]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_upload = scope["type"] == "http" and scope["path"].startswith(UPLOADS) and scope["method"] == "PUT"
        if not is_upload:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        actor, size = await run_in_threadpool(_sender, request), _declared_bytes(request)
        refusal = self._refusal(actor, size)
        if refusal is not None:
            key, status = refusal
            await refuse(scope, receive, send, key, status=status)
            return
        await self._take_in(actor, size, scope, receive, send)

    def _refusal(self, actor: Actor, size: int) -> tuple[str, int] | None:
        """Key of the sentence and status; None where the file may come in."""
        if not any(is_allowed(actor, act) for act in ATTACHING):
            return "gate.upload.forbidden", 403
        if size > LARGEST_FILE + WRAPPING:
            return "gate.upload.large", 413
        by_account = self._bytes_by_account()
        if by_account.get(actor.name, 0) + size > MOST_OF_ACCOUNT:
            return "gate.upload.account_full", 429
        return ("gate.upload.full", 503) if sum(by_account.values()) + size > MOST_OF_PROCESS else None

    def _bytes_by_account(self) -> dict[str, int]:
        sessions = self._pending()
        self._accounts = {session: name for session, name in self._accounts.items() if session in sessions}
        sizes: dict[str, int] = {}
        for session, size in sessions.items():
            name = self._accounts.get(session, "")
            sizes[name] = sizes.get(name, 0) + size
        for name, size in self._arriving.values():
            sizes[name] = sizes.get(name, 0) + size
        return sizes

    async def _take_in(self, actor: Actor, size: int, scope: Scope, receive: Receive, send: Send) -> None:
        key = id(scope)
        self._arriving[key] = actor.name, size
        try:
            await self.app(scope, receive, send)
        finally:
            del self._arriving[key]
            self._accounts[scope["path"].removeprefix(UPLOADS).split("/")[0]] = actor.name


def _sender(request: Request) -> Actor:
    """A guest where the database cannot be asked."""
    try:
        with reading(current_engine()) as session:
            return visitor(session, request)
    except (DatabaseError, Refused):
        return GUEST


def _declared_bytes(request: Request) -> int:
    """As much as may come where the size is not said."""
    declared = request.headers.get("content-length", "")
    return int(declared) if declared.isdecimal() and len(declared) < 16 else LARGEST_FILE
