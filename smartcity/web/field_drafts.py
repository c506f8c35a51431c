"""POST /draf: the text of one field while it is typed, from a page of ours, into the drafts of whoever is signed in."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import DatabaseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from smartcity.commands.reporting.field_drafts import save_field
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.reporting.drafts import TypedField
from smartcity.domain.text import clean
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import Words
from smartcity.presentation.measures import number_echo
from smartcity.store.engine import current_engine, reading, writing
from smartcity.store.storage_errors import FULL
from smartcity.web.cookies import visitor
from smartcity.web.csrf import is_same_origin
from smartcity.web.forms import body_within
from smartcity.web.pages import FRESH

# A text of the longest length, every character of it escaped.
LARGEST = 256 * 1024
STATUS = {
    "field_draft.sent": 409,
    "field_draft.hurried": 429,
    "field_draft.too_long": 413,
    "field_draft.too_many": 413,
    FULL: 507,
}
TYPED = TypeAdapter(TypedField)
log = logging.getLogger(__name__)


async def save_typed(request: Request) -> Response:
    """200 with the instant of saving; 401 where somebody else is signed in; 409 where the form was sent since."""
    is_json = request.headers.get("content-type", "").startswith("application/json")
    if not is_json or not is_same_origin(request):
        return _answer(403)
    body = await body_within(request, LARGEST)
    if body is None:
        return _answer(413)
    try:
        given = json.loads(body)
        return await run_in_threadpool(_saved, request, int(given["account"]), _typed(given), given.get("number"))
    except (ValueError, TypeError, KeyError, ValidationError):
        return _answer(400)


def _typed(given: Mapping[str, object]) -> TypedField:
    place = {name: clean(str(given[name])) for name in ("form", "thing", "field")}
    return TYPED.validate_python({"place": place, "text": str(given["text"]), "turn": given["turn"]})


def _saved(request: Request, account_id: int, typed: TypedField, language: object) -> Response:
    """`language` is that of a page whose field holds a number: the answer says what is read."""
    at = datetime.now(UTC)
    try:
        with reading(current_engine()) as session:
            actor = visitor(session, request)
        if actor.account_id != account_id:
            return _answer(401)
        with writing(current_engine()) as session:
            save_field(session, actor, typed, at=at)
    except Refused as no:
        return _answer(STATUS[no.key], **no.facts)
    except Forbidden:
        return _answer(403)
    except DatabaseError as error:
        log.error("A draft could not be kept", exc_info=error)
        return _answer(503)
    answer = {"at": at.isoformat()}
    if language in LANGUAGES:
        answer["read"] = number_echo(Words("en" if language == "en" else "id"), typed.text)
    return _answer(200, **answer)


def _answer(status: int, **facts: object) -> Response:
    return JSONResponse(facts, status_code=status, headers=FRESH)
