"""With guests kept out nothing of the plan is answered before the gate: every screen, route and raw socket, counted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any

import pytest
from sqlmodel import select
from starlette.routing import Route

from smartcity.commands.access.credentials import digest
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.ui.frame.sitemap import SCREENS, address
from smartcity.web.cookies import SIGN_IN
from smartcity.web.routes import PUBLIC_ROUTES, routes
from tests.coroutines import run
from tests.hold.visitor import Visitor
from tests.sample import sample_database
from tests.servers import Server

WALL = "t" * 43
QUERIES = ("", "beku=1", "beku=999", "per=2026-06-30", "kode=EN-02", "kode=DLH", "bahasa=en", "lapor=EN-02")
LEAST_LETTERS = 9  # shorter names are words of ours as well
ADDRESSES = {"{token}": ("contoh", "tidak-ada"), "{number:int}": ("1", "2", "7", "999")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    url = sample_database(tmp_path_factory.mktemp("gate"))
    engine, now = make_engine(url), datetime.now(UTC)
    with writing(engine) as session:
        session.add(t.WallDevice(name="Aula", token_sha256=digest(WALL), created_at=now, confirmed_at=now))
        session.add(t.Snapshot(at=now, as_of=now.date(), sha256="0" * 64, application_version="1", rules_version="1"))
    engine.dispose()
    with Server(url, SMARTCITY_GUESTS="off") as server:
        yield server


@pytest.fixture(scope="module")
def names(site: Server) -> frozenset[bytes]:
    """What the plan calls its things, and what was decided about them."""
    columns = (t.Programme.name, t.Milestone.name, t.Dimension.name, t.Agency.name, t.Indicator.name)
    engine = make_engine(site.url)
    with reading(engine) as session:
        all_names = {
            text for column in (*columns, t.Decision.text, t.Masterplan.city) for text in session.exec(select(column))
        }
    engine.dispose()
    return frozenset(text.encode() for text in all_names if len(text) >= LEAST_LETTERS)


def names_in(content: bytes, names: frozenset[bytes]) -> set[bytes]:
    return {name for name in names if name in content}


def fetched(server: Server, path: str) -> bytes:
    line = HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", path, headers={"Host": server.host})
    answer = line.getresponse()
    body = answer.read() + str(answer.getheaders()).encode()
    line.close()
    return body


async def walked(server: Server, token: str | None) -> dict[str, bytes]:
    """All that came over the socket, screen by screen."""
    visitor, leaked = await Visitor.arrive(server.host, token), {}
    for screen in SCREENS:
        for query in QUERIES:
            await visitor.open(screen.path, query)
            leaked[f"/{screen.path}?{query}"] = visitor.received
    await visitor.leave()
    return leaked


@pytest.mark.parametrize("token", [None, "x" * 43])
def test_no_screen_tells_anything_before_the_gate(
    site: Server, names: frozenset[bytes], token: str | None, record_property: Any
) -> None:
    leaked = run(walked(site, token))
    record_property("screens and addresses asked before the gate, names looked for", (len(leaked), len(names)))
    assert len(names) > 100
    assert {path: names_in(content, names) for path, content in leaked.items() if names_in(content, names)} == {}


def test_frozen_data_that_are_there_look_like_those_that_are_not(site: Server) -> None:
    async def seen() -> set[str]:
        visitor, answers = await Visitor.arrive(site.host), set()
        for number in (1, 999):
            await visitor.open("", f"beku={number}")
            answers.add(visitor.text.replace(str(number), "N"))
        await visitor.leave()
        return answers

    assert len(run(seen())) == 1


def addresses(path: str) -> list[str]:
    mark = next((mark for mark in ADDRESSES if mark in path), None)
    return [path] if mark is None else [path.replace(mark, value) for value in ADDRESSES[mark]]


def test_no_route_tells_anything_before_the_gate_but_those_of_the_list(
    site: Server, names: frozenset[bytes], record_property: Any
) -> None:
    paths = [route.path for route in routes() if isinstance(route, Route)]
    asked = [
        *(each for path in paths for each in addresses(path)),
        *map(address, SCREENS),
        "/media/a.xlsx",
        "/_stcore/host-config",
    ]
    record_property("addresses of routes asked before the gate", len(asked))
    assert {path: names_in(fetched(site, path), names) for path in asked} == {path: set() for path in asked}
    assert set(PUBLIC_ROUTES) <= set(paths)
    shown = {path for path in PUBLIC_ROUTES if names_in(fetched(site, path.replace("{token}", WALL)), names)}
    assert shown == {"/layar/{token}", "/layar/{token}/isi"}, "a paired wall shows what it is for"


@pytest.mark.usefixtures("names")
def test_a_wall_is_no_way_to_a_screen(site: Server) -> None:
    line = HTTPConnection("127.0.0.1", site.port, timeout=30)
    line.request("GET", "/bukti/1", headers={"Host": site.host, "Cookie": f"smartcity_layar={WALL}; {SIGN_IN}={WALL}"})
    assert line.getresponse().status == 303
    line.close()
