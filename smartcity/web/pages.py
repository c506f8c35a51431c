"""Plain pages: templates filled and escaped, security headers, the path of this site they lead on to, what fails."""

import logging
import re
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Concatenate, ParamSpec
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment
from sqlalchemy.exc import DatabaseError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from smartcity.charts.theme import DARK, LIGHT, custom_properties
from smartcity.domain.addresses import AddressKey
from smartcity.domain.errors import Refused
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import Words
from smartcity.presentation.templates import environment
from smartcity.settings import settings
from smartcity.store.storage_errors import is_full
from smartcity.web import csrf

HOME = "/"
FRESH = {"Cache-Control": "no-store"}
# What browsers drop, or take for a slash, on their way to somebody else's host.
_TRICKS = re.compile(r"[\x00-\x20\x7f\\]")
_OURS = {"/masuk", "/keluar", "/auth"}
_LONGEST = 2_000
P = ParamSpec("P")
log = logging.getLogger(__name__)


def local_path(asked: str | None) -> str:
    """The asked path with its query when it surely stays here, else the front page."""
    if not asked or len(asked) > _LONGEST or _TRICKS.search(asked) or not asked.startswith("/"):
        return HOME
    path = asked.partition("?")[0].partition("#")[0]
    if "//" in path or urlsplit(asked).netloc or f"/{path.split('/')[1]}" in _OURS:
        return HOME
    return asked


def with_next(path: str, following: str = HOME, language: str | None = None, *, was_reset: bool = False) -> str:
    """A door's address that leads on to `following`; the front page need not be named."""
    named = {
        AddressKey.NEXT: None if following == HOME else following,
        AddressKey.LANGUAGE: language,
        AddressKey.WAS_RESET: "1" if was_reset else None,
    }
    query = "&".join(f"{key}={quote(value, safe='/')}" for key, value in named.items() if value)
    return f"{path}?{query}" if query else path


def redirect(path: str) -> Response:
    return RedirectResponse(path, status_code=303, headers=FRESH)


_FOLDER = Path(__file__).with_name("templates")


@cache
def _templates() -> Environment:
    return environment(_FOLDER)


@cache
def _sheet() -> str:
    colours = (
        f":root{{{custom_properties(LIGHT)}}}@media (prefers-color-scheme:dark){{:root{{{custom_properties(DARK)}}}}}"
    )
    return colours + (_FOLDER / "plain.css").read_text()


def asked_language(request: Request) -> str | None:
    return request.query_params.get(AddressKey.LANGUAGE)


def words_of(request: Request) -> Words:
    """In the language the address asks for."""
    asked = asked_language(request)
    return Words(next((language for language in LANGUAGES if language == asked), settings().language))


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    no: Refused | None = None,
    following: str = HOME,
    **values: object,
) -> HTMLResponse:
    """The template with `say`, the form token, where its form goes, and the same page in the other language."""
    words, token, nonce = words_of(request), csrf.form_token(request), secrets.token_urlsafe(16)
    other = next(language for language in LANGUAGES if language != words.language)
    text = (
        _templates()
        .get_template(f"{template}.html")
        .render(
            say=words.say,
            words=words,
            field=csrf.FIELD,
            token=token,
            sheet=_sheet(),
            nonce=nonce,
            other=other,
            no=no,
            following=following,
            action=with_next(request.url.path, language=asked_language(request)),
            in_other=f"{request.url.path}?{urlencode({**request.query_params, 'bahasa': other})}",
            **values,
        )
    )
    response = HTMLResponse(text, status_code=status, headers=_headers(nonce))
    csrf.keep_token(request, response, token)
    return response


def guarded(answer: Callable[Concatenate[Request, P], Response]) -> Callable[Concatenate[Request, P], Response]:
    """In place of what database or disk fail: that the disk is full, or that it cannot be shown now."""

    def answered(request: Request, /, *given: P.args, **named: P.kwargs) -> Response:
        try:
            return answer(request, *given, **named)
        except (DatabaseError, Refused, OSError) as error:
            log.error("An answer failed", exc_info=error)
            full = is_full(error)
            return page(request, "broken", status=507 if full else 503, is_full=full)

    return answered


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
        **FRESH,
    }
