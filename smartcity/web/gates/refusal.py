"""A refused request gets its status and one sentence, before anything else looks at it."""

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from smartcity.i18n.words import Words
from smartcity.settings import settings


async def refuse(scope: Scope, receive: Receive, send: Send, key: str, *, status: int = 400, **facts: object) -> None:
    """Over a WebSocket the handshake is answered like a request; a server that cannot do that closes it."""
    sentence = Words(settings().language).say(key, **facts)
    if scope["type"] == "http":
        await PlainTextResponse(sentence, status_code=status)(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": sentence.encode()})
    else:
        await send({"type": "websocket.close", "code": 1008})
