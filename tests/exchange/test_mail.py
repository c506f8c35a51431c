"""Letters through a real SMTP server: received whole, refused one by one, and no password without TLS."""

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from smartcity.domain.errors import Refused
from smartcity.exchange.mail import Letter, send
from tests.hostile import HOST, TRICKS

CALLED = NameOID.COMMON_NAME
FROM = "Smart City <smartcity@kota.go.id>"
LETTERS = [Letter(f"{name}@kota.go.id", "Mohon bantuannya: laporan", "Yth. Bapak/Ibu — é\n\n• Parkir") for name in "ab"]


class Box:
    """Keeps what came; takes no letter for `refused@…`."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, to: str, _options: Any) -> str:  # noqa: N802
        if to.startswith("refused"):
            return "550 No such box"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


Served = Callable[..., tuple[Box, str]]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture
def served() -> Iterator[Served]:
    """`served(**options)`: a mail server on this machine; answers with its box and host:port."""
    running: list[Controller] = []

    def serve(**options: Any) -> tuple[Box, str]:
        box = Box()
        server = Controller(box, hostname="localhost", port=free_port(), **options)
        server.start()
        running.append(server)
        return box, f"localhost:{server.port}"

    yield serve
    for server in running:
        server.stop()


def test_every_reader_gets_a_letter_of_their_own(served: Served) -> None:
    box, host = served()
    assert send(f"smtp://{host}", FROM, LETTERS) == ()
    assert [letter["To"] for letter in box.letters] == ["a@kota.go.id", "b@kota.go.id"]
    (first, _) = box.letters
    assert (first["From"], first["Subject"]) == (FROM, LETTERS[0].subject)
    assert first["Message-ID"].endswith("@kota.go.id>")
    assert first.get_content().replace("\r", "").strip() == LETTERS[0].text


def test_one_wrong_address_does_not_hold_up_the_others(served: Served) -> None:
    box, host = served()
    wrong = Letter("refused@kota.go.id", "x", "x")
    (failure,) = send(f"smtp://{host}", FROM, [wrong, *LETTERS])
    assert (failure.letter, failure.why) == (wrong, "No such box")
    assert len(box.letters) == 2


def test_an_address_that_the_server_cannot_write_does_not_hold_up_the_others(served: Served) -> None:
    box, host = served(enable_SMTPUTF8=False)
    wrong = Letter("walikota@kötä.example", "x", "x")
    (failure,) = send(f"smtp://{host}", FROM, [wrong, *LETTERS])
    assert (failure.letter, failure.is_final) == (wrong, True)
    assert len(box.letters) == 2


def test_a_line_break_in_an_address_is_not_a_second_heading(served: Served) -> None:
    box, host = served()
    with pytest.raises(ValueError, match="linefeed"):
        send(f"smtp://{host}", FROM, [Letter("a@kota.go.id\nBcc: all@kota.go.id", "x", "x")])
    assert box.letters == []


def test_hostile_texts_are_text_and_make_no_heading(served: Served) -> None:
    box, host = served()
    subjects = [f"{trick}\r\nBcc: x@{HOST}\u2028{trick}" for trick in TRICKS]
    letters = [Letter("a@kota.go.id", subject, f"{subject}\n.\nakhir") for subject in subjects]
    assert send(f"smtp://{host}", FROM, letters) == ()
    for letter, subject in zip(box.letters, subjects, strict=True):
        assert (letter.get_content_type(), letter["To"], letter["Bcc"]) == ("text/plain", "a@kota.go.id", None)
        assert "".join(str(letter["Subject"]).split()) == "".join(subject.split())
        assert letter.get_content().splitlines()[-2:] == [".", "akhir"]


def test_a_password_is_never_sent_in_the_clear(served: Served) -> None:
    seen: list[Any] = []

    def authenticate(*arguments: Any) -> AuthResult:
        seen.append(arguments)
        return AuthResult(success=True)

    _, host = served(authenticator=authenticate, auth_require_tls=False)
    with pytest.raises(Refused) as no:
        send(f"smtp://user:secret@{host}", FROM, LETTERS)
    assert (no.value.key, seen) == ("mail.unsafe", [])


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for localhost that this process trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(CALLED, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, secret = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context


def _only(name: bytes, password: bytes) -> Callable[..., AuthResult]:
    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any) -> AuthResult:
        is_right = (login.login, login.password) == (name, password)
        return AuthResult(success=is_right, handled=is_right)  # who is refused is told so by the server itself

    return authenticate


@pytest.mark.parametrize(("password", "taken"), [("s%40ndi", True), ("wrong", False)])
def test_a_password_goes_after_starttls(
    served: Served, certificate: ssl.SSLContext, password: str, *, taken: bool
) -> None:
    box, host = served(tls_context=certificate, authenticator=_only(b"user", b"s@ndi"), auth_required=True)
    url = f"smtp://user:{password}@{host}"
    if taken:
        assert send(url, FROM, LETTERS) == ()
        assert len(box.letters) == 2
        return
    with pytest.raises(Refused) as no:
        send(url, FROM, LETTERS)
    assert no.value.key == "mail.unreachable"
    assert "credentials invalid" in str(no.value.facts["why"])
    assert box.letters == []


def test_a_certificate_of_somebody_else_is_not_trusted(
    served: Served, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, host = served(tls_context=certificate)
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Refused) as no:
        send(f"smtp://{host}", FROM, LETTERS)
    assert (no.value.key, box.letters) == ("mail.unreachable", [])


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://localhost", "mail.url"),
        ("smtp://", "mail.url"),
        ("surel.kota.go.id", "mail.url"),
        ("smtp://localhost:1", "mail.unreachable"),
        ("smtp://there.is.no.such.host.invalid", "mail.unreachable"),
        ("smtp://localhost:port", "mail.url"),
    ],
)
def test_what_cannot_be_reached_is_said_in_one_sentence(url: str, key: str) -> None:
    with pytest.raises(Refused) as no:
        send(url, FROM, LETTERS)
    assert no.value.key == key
