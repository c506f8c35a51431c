"""The whole page of a wall: everything it needs but the font is in it, so that one answer is enough."""

import json
import secrets

from starlette.responses import HTMLResponse

from smartcity.domain.wall import WallOptions
from smartcity.web.wall.content import words_in
from smartcity.web.wall.look import SCRIPT, render, sheet

# Each is sent as it is said of one and of several.
AGES = ("now", "minutes", "hours", "days")


def wall_page(options: WallOptions, path: str, shown: str, *, status: int = 200) -> HTMLResponse:
    """`shown` is its first content, `path` where it asks for news."""
    words, nonce = words_in(options), secrets.token_urlsafe(12)
    ages = {name: [words.say(f"age.{name}", n=n) for n in ("1", "{n}")] for name in AGES}
    html = render(
        "page",
        words=words,
        options=options,
        path=path,
        ages=json.dumps(ages),
        nonce=nonce,
        sheet=sheet(),
        script=SCRIPT,
        content=shown,
    )
    return HTMLResponse(html, status_code=status, headers=_headers(nonce))


def _headers(nonce: str) -> dict[str, str]:
    allowed = "default-src 'none'; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'self'"
    return {
        "Content-Security-Policy": f"{allowed}; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
