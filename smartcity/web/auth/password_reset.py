"""/lupa: a forgotten password. The answer is the same, and as quick, for names that exist and that do not."""

import logging
from datetime import UTC, datetime

from sqlalchemy.exc import DatabaseError
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from smartcity.commands.access import password_reset
from smartcity.commands.access.password_reset import Link
from smartcity.domain.access.accounts import SHORTEST
from smartcity.domain.access.login_throttle import RESET_LINK_LASTS
from smartcity.domain.errors import Refused
from smartcity.exchange.mail import Letter, send
from smartcity.i18n.words import Words
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading, writing
from smartcity.web.forms import Typed
from smartcity.web.pages import asked_language, page, redirect, with_next, words_of
from smartcity.web.proxies import caller_address

PATH = "/lupa"
MINUTES = int(RESET_LINK_LASTS.total_seconds() // 60)
log = logging.getLogger(__name__)


def forgotten_page(request: Request, _typed: Typed, no: Refused | None = None, /) -> Response:
    """Asks for the name; where no mail is set up it says whom to ask instead."""
    return page(request, "forgotten", no=no, has_mail=settings().smtp_url is not None, is_sent=False)


def forgotten(request: Request, typed: Typed) -> Response:
    """Who it is, is looked up after the answer has gone out: its time tells nothing."""
    if settings().smtp_url is None:
        return forgotten_page(request, typed)
    with writing(current_engine()) as session:
        name, address = typed.get("nama", ""), caller_address(request)
        number = password_reset.request_reset(session, name, address, at=datetime.now(UTC))
    response = page(request, "forgotten", has_mail=True, is_sent=True, minutes=MINUTES)
    response.background = BackgroundTask(_write, number, words_of(request))
    return response


def _write(number: int, words: Words) -> None:
    """Neither token nor address goes into the log."""
    try:
        with writing(current_engine()) as session:
            link = password_reset.issue(session, number, at=datetime.now(UTC))
        if link is None:
            return
        failures = send(settings().smtp_url or "", settings().mail_from, [_letter(link, words)])
        if failures:
            log.error("A letter that resets a password was not taken: %s", failures[0].why)
    except (Refused, DatabaseError) as error:
        log.error("A letter that resets a password could not be sent: %s", type(error).__name__)


def _letter(link: Link, words: Words) -> Letter:
    where = settings().public_url.rstrip("/")
    subject = words.say("reset.letter.subject")
    if link.token is None:
        return Letter(link.to, subject, words.say("reset.letter.provider", name=link.name, where=f"{where}/masuk"))
    facts = {"name": link.name, "where": f"{where}{PATH}/{link.token}", "minutes": MINUTES}
    return Letter(link.to, subject, words.say("reset.letter.text", **facts))


def reset_page(request: Request, _typed: Typed, no: Refused | None = None, /) -> Response:
    try:
        with reading(current_engine()) as session:
            name = password_reset.opened(session, request.path_params["token"], at=datetime.now(UTC)).name
    except Refused as ended:
        return page(request, "reset_ended", status=410, no=ended, again=PATH)
    return page(request, "reset", no=no, name=name, least=SHORTEST)


def reset(request: Request, typed: Typed) -> Response:
    chosen = typed.get("baru", "")
    if chosen != typed.get("ulang", ""):
        raise Refused("password.differs")
    with writing(current_engine()) as session:
        password_reset.reset(session, request.path_params["token"], chosen, at=datetime.now(UTC))
    return redirect(with_next("/masuk", language=asked_language(request), was_reset=True))
