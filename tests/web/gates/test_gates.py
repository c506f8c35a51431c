"""The gates before the framework, tried on a real server: hosts, origins, sockets, uploads, closed routes, headers."""

import asyncio
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import present
from smartcity.store.engine import make_engine
from smartcity.web.cookies import SIGN_IN
from smartcity.web.gates import uploads
from smartcity.web.gates.headers import script_hashes
from smartcity.web.readiness import refuse_unsafe_start
from tests.coroutines import run
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.servers import Server

FOREIGN, MOST_MILLISECONDS = 50, 50
# On a machine that does other work beside.
MOST_TIMES = 5


class BlackHole:
    """A proxy that takes connections and never answers: what goes out through it is counted, and waits."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.asked: list[socket.socket] = []
        Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.asked.append(self._socket.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        self._socket.close()
        for taken in self.asked:
            taken.close()


@pytest.fixture(scope="module")
def hole() -> Iterator[BlackHole]:
    black_hole = BlackHole()
    yield black_hole
    black_hole.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, hole: BlackHole) -> Iterator[Server]:
    url = sample_database(tmp_path_factory.mktemp("gates"))
    proxies: dict[str, Any] = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), hole.address)
    with Server(url, SMARTCITY_PUBLIC_URL="http://kota.example", **proxies) as server:
        yield server


Answer = tuple[int, dict[str, str], str]


def send(site: Server, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
    """Status, headers and text."""
    line = HTTPConnection("127.0.0.1", site.port, timeout=20)
    line.request(method, path, body, {"Host": site.host} | {name.replace("_", "-"): v for name, v in headers.items()})
    answer = line.getresponse()
    text = answer.read().decode(errors="replace")
    line.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def handshake(site: Server, *protocols: str, host: str = "", **headers: str) -> Any:
    """To this server, whatever host is named. What was not read yet does not hold up the end of the socket."""
    wanted: Any = ["streamlit", *protocols]
    address = f"ws://{host or site.host}/_stcore/stream"
    place: dict[str, Any] = {"host": "127.0.0.1", "port": site.port}
    no_limits: dict[str, Any] = {"max_size": None, "max_queue": None}
    return connect(address, subprotocols=wanted, additional_headers=headers, proxy=None, **no_limits, **place)


async def status_of(site: Server, **headers: str) -> int:
    """101 where the socket opens."""
    try:
        async with handshake(site, host=headers.pop("Host", ""), **headers):
            return 101
    except InvalidStatus as no:
        return no.response.status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://{host}"}, 101),
        ({"Origin": "http://kota.example", "Host": "kota.example"}, 101),
        ({"Origin": "http://kota.example"}, 101),
        ({"Origin": "http://evil.example"}, 400),
        ({"Origin": "http://kota.example.evil.example"}, 400),
        ({"Origin": "http://evil.example", "Host": "evil.example"}, 400),
        ({"Origin": "null"}, 400),
        ({"Origin": "file://"}, 400),
        ({}, 400),
    ],
)
def test_a_socket_opens_from_pages_of_this_site_alone(site: Server, headers: dict[str, str], status: int) -> None:
    named = {name: value.format(host=site.host) for name, value in headers.items()}
    assert run(status_of(site, **named)) == status


def health_milliseconds(site: Server) -> float:
    start = time.perf_counter()
    assert send(site, "GET", "/sehat")[0] == 200
    return (time.perf_counter() - start) * 1000


def foreign_handshake(site: Server, number: int) -> socket.socket:
    """A handshake sent and not waited for."""
    line = socket.create_connection(("127.0.0.1", site.port), timeout=20)
    head = ("GET /_stcore/stream HTTP/1.1", f"Host: {site.host}", f"Origin: http://evil{number}.example")
    rest = (
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {'a' * 22}==",
    )
    line.sendall("\r\n".join((*head, *rest, "", "")).encode())
    return line


def test_foreign_handshakes_ask_nobody_and_hold_nobody_up(site: Server, hole: BlackHole, record_property: Any) -> None:
    calm = sorted(health_milliseconds(site) for _ in range(20))[10]
    taken, statuses = [], []
    for number in range(FOREIGN):
        line = foreign_handshake(site, number)
        taken.append(health_milliseconds(site))
        statuses.append(line.recv(12))
        line.close()
    assert statuses == [b"HTTP/1.1 400"] * FOREIGN
    assert hole.asked == []
    record_property("median /sehat during foreign handshakes, ms", round(sorted(taken)[FOREIGN // 2]))
    assert sorted(taken)[FOREIGN // 2] < max(MOST_MILLISECONDS, MOST_TIMES * calm)


@pytest.mark.parametrize("path", ["/_stcore/host-config", "/_stcore/health", "/media/none.xlsx", "/"])
def test_a_foreign_page_that_reads_the_frameworks_routes_makes_it_ask_nobody(
    site: Server, hole: BlackHole, path: str
) -> None:
    _, headers, _ = send(site, "GET", path, Origin="http://evil.example")
    assert hole.asked == []
    assert "evil" not in headers.get("access-control-allow-origin", "")


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("kota.example", "/masuk", 200),
        ("KOTA.example:80", "/masuk", 200),
        ("localhost", "/masuk", 200),
        ("127.0.0.1:8501", "/masuk", 200),
        ("[::1]:8501", "/masuk", 200),
        ("evil.example", "/masuk", 400),
        ("evil.example", "/", 400),
        ("evil.example", "/_stcore/health", 400),
        ("evil.example", "/layar", 400),
        ("kota.example@evil.example", "/masuk", 400),
        ("kota.example:x", "/masuk", 400),
        ("", "/masuk", 400),
        ("evil.example", "/sehat", 200),
    ],
)
def test_only_names_of_the_site_are_answered(site: Server, host: str, path: str, status: int) -> None:
    status_code, _, text = send(site, "GET", path, Host=host)
    assert status_code == status
    assert status == 200 or text == "Alamat ini tidak dilayani di sini."


@pytest.mark.parametrize(
    ("address", "settings", "ends"),
    [
        ("localhost", {}, False),
        (None, {}, True),
        ("0.0.0.0", {}, True),
        ("10.0.0.5", {"SMARTCITY_PUBLIC_URL": "http://localhost:8501"}, True),
        ("0.0.0.0", {"SMARTCITY_PUBLIC_URL": "https://kota.example"}, False),
        ("0.0.0.0", {"SMARTCITY_HOSTS": "kota.example"}, False),
    ],
)
def test_a_server_for_strangers_needs_a_name(
    address: str | None, settings: dict[str, str], tmp_path: Path, *, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    monkeypatch.delenv("SMARTCITY_HOSTS", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    if not ends:
        return refuse_unsafe_start(address)
    with pytest.raises(SystemExit, match=r"SMARTCITY_PUBLIC_URL.*SMARTCITY_HOSTS"):
        refuse_unsafe_start(address)
    return None


def token_of(site: Server, role: Role, agency: str | None = None) -> str:
    engine = make_engine(site.url)
    token = present(open_door(engine, make_account(engine, role, agency)))
    engine.dispose()
    return token


class Session:
    """An open session of the framework, to which files can be sent."""

    def __init__(self, site: Server, token: str | None = None) -> None:
        self.site = site
        self.headers = {"Origin": f"http://{site.host}"}
        self.cookies = {SIGN_IN: token} if token else {}

    async def __aenter__(self) -> "Session":
        _, headers, _ = send(self.site, "GET", "/_stcore/health", **self._cookie())  # type: ignore[arg-type]
        cookie = headers.get("set-cookie", "").split(";")[0]
        name, _, self.xsrf = cookie.partition("=")
        self.cookies[name] = self.xsrf
        self.socket = await handshake(self.site, self.xsrf, **self.headers, **self._cookie())
        message = BackMsg()
        message.rerun_script.query_string = ""
        await self.socket.send(message.SerializeToString())
        self.id = await self._session_id()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def _session_id(self) -> str:
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self.socket.recv(decode=False))
            if answer.WhichOneof("type") == "new_session":
                return str(answer.new_session.initialize.session_id)

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def put(self, size: int, name: str = "a") -> tuple[int, str]:
        """Status and sentence of one file of that many bytes."""
        edge = "x" * 20
        head = f'--{edge}\r\nContent-Disposition: form-data; name="f"; filename="f.pdf"\r\n\r\n'
        body = head.encode() + b"0" * size + f"\r\n--{edge}--\r\n".encode()
        sent = {"Content-Type": f"multipart/form-data; boundary={edge}", "X-Xsrftoken": self.xsrf, **self._cookie()}
        status, _, text = send(self.site, "PUT", f"/_stcore/upload_file/{self.id}/{name}", body, **sent)
        return status, text


def test_files_come_from_accounts_that_may_attach_one(site: Server, record_property: Any) -> None:
    async def attempt(role: Role, agency: str | None = None) -> int:
        async with Session(site, None if role is Role.GUEST else token_of(site, role, agency)) as session:
            return (await asyncio.to_thread(session.put, 1000))[0]

    by_role = {role: run(attempt(role, "DLH" if role is Role.AGENCY else None)) for role in Role}
    may = {Role.AGENCY, Role.ADMINISTRATOR}
    assert {role for role, status in by_role.items() if status < 300} == may
    assert {status for role, status in by_role.items() if role not in may} == {403}
    record_property("roles that tried to send a file", len(by_role))


def test_an_account_holds_forty_megabytes_at_most(site: Server) -> None:
    async def fill() -> list[tuple[int, str]]:
        async with Session(site, token_of(site, Role.AGENCY, "DLH")) as session:
            sizes = [uploads.LARGEST_FILE - 200_000] * 5
            return [await asyncio.to_thread(session.put, size, f"f{n}") for n, size in enumerate(sizes)]

    statuses = run(fill())
    assert [status for status, _ in statuses] == [204, 204, 204, 204, 429]
    assert "40 MB" in statuses[-1][1]


def test_a_file_that_is_too_large_is_not_read(site: Server) -> None:
    async def send() -> tuple[int, str]:
        async with Session(site, token_of(site, Role.AGENCY, "DLH")) as session:
            return await asyncio.to_thread(session.put, 12 * uploads.MEGABYTE)

    status, sentence = run(send())
    assert (status, sentence) == (413, "Berkas terlalu besar; paling besar 10 MB.")


@pytest.mark.usefixtures("monkeypatch")
def test_the_process_holds_so_much_of_all_accounts() -> None:
    def full() -> dict[str, int]:
        return {f"s{n}": 38 * uploads.MEGABYTE for n in range(5)}

    sender = Actor("dlh", Role.AGENCY, "DLH")
    gate = uploads.UploadGate(lambda *_: None, full)  # type: ignore[arg-type]
    assert gate._refusal(sender, 9 * uploads.MEGABYTE) is None
    assert gate._refusal(sender, 10 * uploads.MEGABYTE + 1) == ("gate.upload.full", 503)


def test_nobody_clears_the_caches_of_all(site: Server) -> None:
    async def clear() -> str:
        async with Session(site) as session:
            message = BackMsg()
            message.clear_cache = True
            await session.socket.send(message.SerializeToString())
            again = BackMsg()
            again.rerun_script.query_string = ""
            await session.socket.send(again.SerializeToString())
            return await session._session_id()

    assert run(clear())
    status, _, _ = send(site, "GET", "/sehat")
    assert status == 200


def test_the_frameworks_metrics_are_closed(site: Server, tmp_path: Path) -> None:
    assert send(site, "GET", "/_stcore/metrics")[0] == 404
    with Server(sample_database(tmp_path), SMARTCITY_METRICS="1") as open_one:
        assert send(open_one, "GET", "/_stcore/metrics")[0] == 200


@pytest.mark.parametrize(
    "path", ["/", "/dimensi", "/masuk", "/layar", "/sehat", "/_stcore/health", "/bukti/1", "/nothing", "/media/x"]
)
def test_every_answer_says_what_the_browser_may_do(site: Server, path: str) -> None:
    _, headers, _ = send(site, "GET", path)
    policy = headers["content-security-policy"]
    scripts = next((part for part in policy.split("; ") if part.startswith("script-src")), "")
    assert "unsafe" not in scripts
    assert "frame-ancestors 'none'" in policy or "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert {"referrer-policy", "permissions-policy"} <= headers.keys()
    assert "strict-transport-security" not in headers


def test_over_https_cookies_are_bound_and_the_browser_stays_with_it(tmp_path: Path) -> None:
    with Server(sample_database(tmp_path), SMARTCITY_PUBLIC_URL="https://kota.example") as server:
        _, own, _ = send(server, "GET", "/masuk", Host="kota.example")
        _, framework, _ = send(server, "GET", "/_stcore/health", Host="kota.example")
    assert own["set-cookie"].startswith("__Host-smartcity_formulir=")
    assert "Secure" in own["set-cookie"]
    assert framework["set-cookie"].startswith("_streamlit_xsrf=")
    assert {"Secure", "SameSite"} <= {part.strip().split("=")[0] for part in framework["set-cookie"].split(";")}
    assert own["strict-transport-security"].startswith("max-age=")


def test_a_script_in_the_page_is_named_by_its_hash() -> None:
    page = "<script>\n a \n</script><script src='x'></script>"
    digest = b64encode(sha256(b"\n a \n").digest()).decode()
    assert script_hashes(page) == (f"'sha256-{digest}'",)
