"""Plain pages: templates filled and escaped, in the colours of the theme, with the headers that keep strangers out."""

import secrets
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from smartcity.charts.theme import DARK, LIGHT, custom_properties
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.speech import Words
from smartcity.settings import settings
from smartcity.store.full_disk import is_full
from smartcity.web import forgery

_FOLDER = Path(__file__).with_name("templates")


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


@cache
def _sheet() -> str:
    colours = (
        f":root{{{custom_properties(LIGHT)}}}@media (prefers-color-scheme:dark){{:root{{{custom_properties(DARK)}}}}}"
    )
    return colours + (_FOLDER / "plain.css").read_text()


def words_of(request: Request) -> Words:
    """In the language the address asks for."""
    asked = request.query_params.get("bahasa")
    return Words(next((known for known in LANGUAGES if known == asked), settings().language))


def page(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """The template with `say`, the form token and the address of the same page in the other language."""
    words, token, nonce = words_of(request), forgery.form_token(request), secrets.token_urlsafe(16)
    other = next(known for known in LANGUAGES if known != words.language)
    text = (
        _templates()
        .get_template(f"{template}.html")
        .render(
            say=words.say,
            words=words,
            field=forgery.FIELD,
            token=token,
            sheet=_sheet(),
            nonce=nonce,
            other=other,
            in_other=f"{request.url.path}?{urlencode({**request.query_params, 'bahasa': other})}",
            **values,
        )
    )
    response = HTMLResponse(text, status_code=status, headers=_headers(nonce))
    forgery.keep_token(request, response, token)
    return response


def broken(request: Request, error: Exception) -> HTMLResponse:
    """In place of what failed: that the disk is full, or that it cannot be shown now."""
    full = is_full(error)
    return page(request, "broken", status=507 if full else 503, is_full=full)


def _headers(nonce: str) -> dict[str, str]:
    allowed = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; font-src 'self'; img-src 'self' data:; form-action 'self'"
    )
    return {
        "Content-Security-Policy": f"{allowed}; frame-ancestors 'none'; base-uri 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Not `no-referrer`: with it a browser would send "null" as the origin of our own forms.
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
