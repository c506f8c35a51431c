"""/masuk, /keluar, /sandi: signing in, signing out, an own password."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from smartcity.commands.access import account_endings, credentials
from smartcity.commands.access import sign_in as sign_in_commands
from smartcity.commands.access.credentials import digest, local_words
from smartcity.domain.access.accounts import KNOWN_DEVICES, SHORTEST, require_password
from smartcity.domain.addresses import AddressKey
from smartcity.domain.errors import Refused
from smartcity.queries import sign_ins
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading, writing
from smartcity.web import csrf
from smartcity.web.auth.provider import START, Provider
from smartcity.web.cookies import DEVICES, SIGN_IN, delete_cookie, read_cookie, set_cookie
from smartcity.web.forms import Typed
from smartcity.web.gates.origins import is_named
from smartcity.web.pages import asked_language, local_path, page, redirect, with_next
from smartcity.web.proxies import caller_address, is_on_this_machine


def _now() -> datetime:
    return datetime.now(UTC)


def _following(request: Request, typed: Typed) -> str:
    return local_path(typed.get(AddressKey.NEXT) or request.query_params.get(AddressKey.NEXT))


def _holder(request: Request) -> sign_ins.SignedInAccount | None:
    token = read_cookie(request, SIGN_IN)
    if not token:
        return None
    with reading(current_engine()) as session:
        return sign_ins.signed_in_account(session, digest(token), _now())


def _offers_samples(request: Request) -> bool:
    """At this machine alone, and only while the site has no other name than this machine's own.

    A proxy on the same machine may hide who calls and under which name; a site behind it is named in the settings.
    """
    return is_on_this_machine(request) and not is_named() and not settings().trusted_proxies


def sign_in_page(
    request: Request, typed: Typed, no: Refused | None = None, /, *, provider: Provider | None = None
) -> Response:
    """Who is in already goes on; the sample accounts are shown only to whoever sits at this machine."""
    following, holder = _following(request, typed), _holder(request)
    if holder is not None and no is None:
        return redirect(with_next("/sandi", following) if holder.must_change_password else following)
    with reading(current_engine()) as session:
        samples = sign_ins.sample_actors(session) if _offers_samples(request) else ()
    return page(
        request,
        "sign_in",
        no=no,
        following=following,
        name=typed.get("nama", "")[:100],
        was_reset=no is None and AddressKey.WAS_RESET in request.query_params,
        samples=samples,
        sample_password=account_endings.PASSWORD,
        provider=with_next(START, following) if provider and provider.is_set_up() else None,
    )


def sign_in(request: Request, typed: Typed) -> Response:
    """The hash is checked outside of any transaction: it takes its time, and nobody is to wait for it."""
    name, password = typed.get("nama", ""), typed.get("sandi", "")
    attempt = _record_attempt(request, name)
    with reading(current_engine()) as session:
        key = sign_ins.password_check(session, name, with_samples=_offers_samples(request))
    if not credentials.matches(key.password_hash if key else None, password) or key is None:
        raise Refused("door.wrong")
    with writing(current_engine()) as session:
        opened = sign_in_commands.sign_in(
            session,
            attempt,
            key.account_id,
            key.password_hash,
            password,
            at=_now(),
            lasts=settings().sign_in_lasts,
            leaving=read_cookie(request, SIGN_IN),
            devices=read_cookie(request, DEVICES),
        )
    return _signed_in_response(request, opened, _following(request, typed))


def _record_attempt(request: Request, name: str) -> int:
    with writing(current_engine()) as session:
        return sign_in_commands.record_attempt(
            session, name, caller_address(request), at=_now(), devices=read_cookie(request, DEVICES)
        )


def _signed_in_response(request: Request, opened: sign_in_commands.Opened, following: str) -> Response:
    response = redirect(with_next("/sandi", following) if opened.must_change_password else following)
    set_cookie(request, response, SIGN_IN, opened.token, opened.expires_at)
    if opened.devices is not None:
        set_cookie(request, response, DEVICES, opened.devices, _now() + KNOWN_DEVICES)
    csrf.keep_token(request, response, csrf.fresh_token())
    return response


def sign_out_page(request: Request, typed: Typed, no: Refused | None = None, /) -> Response:
    """Asks; only the button ends anything."""
    following, holder = _following(request, typed), _holder(request)
    if read_cookie(request, SIGN_IN) is None:
        return redirect(following)
    label, change = holder.actor.label if holder else None, with_next("/sandi", following, asked_language(request))
    return page(request, "sign_out", no=no, following=following, label=label, change=change)


def sign_out(request: Request, typed: Typed) -> Response:
    token = read_cookie(request, SIGN_IN)
    if token:
        with writing(current_engine()) as session:
            sign_in_commands.sign_out(session, token, at=_now())
    response = redirect(_following(request, typed))
    delete_cookie(response, SIGN_IN)
    return response


def password_page(request: Request, typed: Typed, no: Refused | None = None, /) -> Response:
    following, holder = _following(request, typed), _holder(request)
    if holder is None:
        return redirect(with_next("/masuk", with_next("/sandi", following), asked_language(request)))
    return page(
        request,
        "password",
        no=no,
        following=following,
        is_first=holder.must_change_password,
        label=holder.actor.label,
        name=holder.actor.login,
        least=SHORTEST,
    )


def set_password(request: Request, typed: Typed) -> Response:
    """A current password tried here counts like a try at the door."""
    holder, chosen = _holder(request), typed.get("baru", "")
    if holder is None:
        return password_page(request, typed)
    if chosen != typed.get("ulang", ""):
        raise Refused("password.differs")
    with reading(current_engine()) as session:
        require_password(chosen, holder.actor.login, local_words(session))
    if not holder.must_change_password:
        _record_attempt(request, holder.actor.login)
    with writing(current_engine()) as session:
        opened = sign_in_commands.set_own_password(
            session,
            holder.actor,
            typed.get("lama", ""),
            chosen,
            at=_now(),
            lasts=settings().sign_in_lasts,
            devices=read_cookie(request, DEVICES),
        )
    return _signed_in_response(request, opened, _following(request, typed))
