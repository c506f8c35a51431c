"""Letters by SMTP. A password never leaves without TLS."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from smartcity.domain.errors import Refused

TIMEOUT = 20
FINAL = 500
PLAIN, ENCRYPTED, SUBMISSION = 25, 465, 587


class Letter(NamedTuple):
    """`name` makes its Message-ID: sent again under the same name, mail servers know it again."""

    to: str
    subject: str
    text: str
    name: str | None = None


class Failure(NamedTuple):
    """`is_final`: the server will not take it later either."""

    letter: Letter
    why: str
    is_final: bool = False


def send(url: str, sender: str, letters: Sequence[Letter]) -> tuple[Failure, ...]:
    """Sends each letter to its one reader; what was not taken comes back. Raises Refused as `deliver`."""
    return tuple(failure for _, failure in deliver(url, sender, letters) if failure)


def deliver(url: str, sender: str, letters: Sequence[Letter]) -> Iterator[tuple[Letter, Failure | None]]:
    """Sends one letter after the other over one connection, each when it is asked for.

    `url` is smtp://user:password@host:587 (STARTTLS wherever the server has it) or smtps://… (TLS from the start).

    Raises:
        Refused: the URL is wrong, or the server cannot be reached, does not let us in or is not safe for a password.
    """
    with _server(url) as server:
        for letter in letters:
            yield letter, _sent(server, sender, letter)


def _sent(server: smtplib.SMTP, sender: str, letter: Letter) -> Failure | None:
    try:
        server.send_message(_message(sender, letter))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        code, why = _answer(error)
        return Failure(letter, why, code >= FINAL)
    except smtplib.SMTPNotSupportedError as error:  # an address beyond ASCII, which this server does not know
        return Failure(letter, str(error), is_final=True)
    return None


def _message(sender: str, letter: Letter) -> EmailMessage:
    """Plain text; names of several lines stand in one line of its heading."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, " ".join(letter.subject.split())
    message["Date"] = formatdate(localtime=True)
    domain = sender.rpartition("@")[2].rstrip(">")
    message["Message-ID"] = f"<{letter.name}@{domain}>" if letter.name else make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


@contextmanager
def _server(url: str) -> Iterator[smtplib.SMTP]:
    parts = _parts(url)
    try:
        with _connected(parts) as server:
            yield server
    except (OSError, smtplib.SMTPException) as error:
        raise Refused("mail.unreachable", host=parts.hostname, why=_answer(error)[1]) from error


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    try:
        is_whole = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise Refused("mail.url") from error
    if not is_whole:
        raise Refused("mail.url")
    return parts


def _connected(parts: SplitResult) -> smtplib.SMTP:
    host, safe = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or ENCRYPTED, timeout=TIMEOUT, context=safe)
    else:
        server = smtplib.SMTP(host, parts.port or (SUBMISSION if parts.username else PLAIN), timeout=TIMEOUT)
    with ExitStack() as on_failure:
        on_failure.callback(server.close)
        _greet(server, parts, safe)
        on_failure.pop_all()
    return server


def _greet(server: smtplib.SMTP, parts: SplitResult, safe: ssl.SSLContext) -> None:
    server.ehlo()
    if parts.scheme == "smtp" and server.has_extn("starttls"):
        server.starttls(context=safe)
        server.ehlo()
    elif parts.scheme == "smtp" and parts.username:
        raise Refused("mail.unsafe", host=parts.hostname)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))


def _answer(error: Exception) -> tuple[int, str]:
    """The server's code, 0 without one, and its own words in one line."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        code, words = 0, str(error)
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return code, " ".join(text.split())
