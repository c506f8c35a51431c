"""The whole page of a wall in one answer; and the notices it shows instead of content."""

import json
import secrets

from starlette.responses import HTMLResponse

from smartcity.domain.meetings.wall import WallOptions
from smartcity.settings import settings
from smartcity.web.pages import FRESH
from smartcity.web.wall.content import words_in
from smartcity.web.wall.look import SCRIPT, render, sheet

# Each is sent as it is said of one and of several.
AGES = ("now", "minutes", "hours", "days")


def wall_page(options: WallOptions, path: str, shown: str, *, status: int = 200) -> HTMLResponse:
    """`shown` is its first content, `path` where it asks for news."""
    words, nonce = words_in(options), secrets.token_urlsafe(12)
    ages = {name: [words.say(f"age.{name}", n=n) for n in (1, "{n}")] for name in AGES}
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
        **FRESH,
    }


PAIR_AT = "/layar"


def notice(options: WallOptions, name: str, key: str, *, code: str = "", again: int = 0) -> str:
    """In place of a content; asks again by itself after so many seconds."""
    words = words_in(options)
    address = f"{settings().public_url.rstrip('/')}{PAIR_AT}"
    title, text = (words.say(f"wall.notice.{name}.{part}", address=address) for part in ("title", "text"))
    return render("notice", title=title, text=text, code=code, key=key, again=again)
