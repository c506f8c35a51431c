"""A small real OpenID provider: discovery, a choice of persons, codes with PKCE, RS256 tokens, its public keys."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.names import fresh_name

CLIENT, SECRET = "smartcity", "rahasia-klien"
# What Streamlit is told of the provider.
SECRETS = """
[auth]
redirect_uri = "{site}/oauth2callback"
cookie_secret = "cukup-panjang-untuk-menandatangani-kuki"
client_id = "{client}"
client_secret = "{secret}"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""
PERSONS: Mapping[str, Mapping[str, object]] = {
    "kepala": {"email": "Kepala@DLH.example", "email_verified": True},
    "asing": {"email": "asing@luar.example", "email_verified": True},
    "belum": {"email": "kepala@dlh.example", "email_verified": False},
    "lama": {"email": "lama@dlh.example", "email_verified": True},
    "palsu": {"email": "kepala@dlh.example", "email_verified": True},
}


@dataclass
class Grant:
    """What a code stands for, once."""

    person: str
    asked: Mapping[str, str]


@dataclass
class Desk:
    """The provider's memory. `palsu` is signed with a key that it never published.

    `instead` are claims that it makes in place of the true ones; `spoil` is done to every token it signed.
    """

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "satu", "use": "sig"}))
    forger: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "satu", "use": "sig"}))
    grants: dict[str, Grant] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    instead: Mapping[str, object] = field(default_factory=dict)
    spoil: Callable[[str], str] = str

    def grant(self, person: str, asked: Mapping[str, str]) -> str:
        code = fresh_name()
        self.grants[code] = Grant(person, asked)
        return code

    def token(self, issuer: str, code: str, verifier: str, redirect: str) -> dict[str, object] | None:
        granted = self.grants.pop(code, None)
        if granted is None or granted.asked["redirect_uri"] != redirect or not proves(granted.asked, verifier):
            self.refused.append(code)
            return None
        now = int(time())
        times = {"iat": now, "exp": now + 3600, "auth_time": now}
        claims = {"iss": issuer, "aud": CLIENT, "sub": granted.person, "nonce": granted.asked.get("nonce"), **times}
        key = self.forger if granted.person == "palsu" else self.key
        claims |= {**PERSONS[granted.person], **self.instead}  # type: ignore[dict-item]
        signed = self.spoil(jwt.encode({"alg": "RS256", "kid": "satu"}, claims, key))
        return {"access_token": fresh_name(), "token_type": "Bearer", "id_token": signed}


def proves(asked: Mapping[str, str], verifier: str) -> bool:
    """PKCE, S256."""
    digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return asked.get("code_challenge_method") == "S256" and asked.get("code_challenge") == digest


class Counter(BaseHTTPRequestHandler):
    desk: Desk

    @property
    def issuer(self) -> str:
        return f"http://{self.headers['Host']}"

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if path == "/.well-known/openid-configuration":
            self.answer(self.discovery())
        elif path == "/jwks":
            self.answer({"keys": [self.desk.key.as_dict(private=False)]})
        elif path == "/authorize":
            self.choose(query)
        elif path == "/chosen":
            self.chosen(query)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        given = {key: values[0] for key, values in form.items()}
        if self.client(given) != (CLIENT, SECRET):
            return self.answer({"error": "invalid_client"}, 401)
        names = ("code", "code_verifier", "redirect_uri")
        token = self.desk.token(self.issuer, *(given.get(name, "") for name in names))
        return self.answer(token or {"error": "invalid_grant"}, 200 if token else 400)

    def client(self, given: Mapping[str, str]) -> tuple[str, ...]:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            return tuple(unquote(part) for part in b64decode(value).decode().split(":", 1))
        return given.get("client_id", ""), given.get("client_secret", "")

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def choose(self, query: Mapping[str, str]) -> None:
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        links = (f'<a href="/chosen?{escape(urlencode({**query, "person": name}))}">{name}</a>' for name in PERSONS)
        no = f'<a href="/chosen?{escape(urlencode(query))}">batal</a>'
        self.answer_page(f"<h1>Penyedia kota</h1>{' '.join(links)} {no}")

    def chosen(self, query: dict[str, str]) -> None:
        person = query.pop("person", None)
        answer = {"code": self.desk.grant(person, query)} if person else {"error": "access_denied"}
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode({**answer, 'state': query['state']})}")
        self.end_headers()

    def answer(self, value: object, status: int = 200) -> None:
        self.send(json.dumps(value).encode(), "application/json", status)

    def answer_page(self, text: str) -> None:
        self.send(text.encode(), "text/html; charset=utf-8", 200)

    def send(self, body: bytes, kind: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


def provider(port: int) -> tuple[ThreadingHTTPServer, Desk]:
    """A provider at localhost, not serving yet."""
    desk = Desk()
    return ThreadingHTTPServer(("127.0.0.1", port), type("OwnCounter", (Counter,), {"desk": desk})), desk
