"""Two servers on one SQLite file, people at work on both: nothing lost, nothing twice, nobody hears of locks."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx2 import Client
from sqlalchemy import Engine, text

from smartcity.domain.enums import Role
from smartcity.queries import integrity
from smartcity.store.engine import make_engine, reading
from smartcity.web.cookies import SIGN_IN
from tests.coroutines import run
from tests.hold.reporters import SENT, Reporter, reporters, send, stored
from tests.hold.visitor import Visitor
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("hold")
COMMENTS, PROGRAMME = 4, "EN-02"


@dataclass(frozen=True)
class Person:
    """Signed in, wherever; each server's people of a kind do the same at the same time."""

    token: str
    account: int
    number: int


def people(engine: Engine, role: Role) -> list[Person]:
    accounts = []
    for number in range(2):
        actor = make_account(engine, role)
        accounts.append(Person(open_door(engine, actor) or "", actor.account_id or 0, number))
    return accounts


def count(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


async def report(server: Server, reporter: Reporter) -> str:
    visitor = await send(server.host, reporter, f"laporan {reporter.programme}")
    await visitor.leave()
    assert SENT in visitor.text, visitor.text[-600:]
    return visitor.text


async def comment(server: Server, person: Person) -> str:
    """Some, one after the other; what the last run shows."""
    visitor = await Visitor.arrive(server.host, person.token)
    await visitor.open("program", f"kode={PROGRAMME}")
    for number in range(COMMENTS):
        visitor.type("comment-text", string_value=f"komentar {person.number}.{number}.")
        await visitor.click(next(key for key in visitor.keys if f"comment-{PROGRAMME}" in key))
    await visitor.leave()
    assert not visitor.errors
    return visitor.text


async def verify(server: Server, person: Person) -> str:
    """Both have the same first claim before them and answer in the same instant; then each another one."""
    tabs = [await Visitor.arrive(server.host, person.token) for _ in range(2)]
    for tab in tabs:
        await tab.open("verifikasi")
    waiting = [key for key in tabs[0].keys if key.startswith("yes-")]
    for tab, key in zip(tabs, (waiting[0], waiting[1 + person.number]), strict=True):
        await tab.click(key)
        await tab.leave()
    return tabs[0].text + tabs[1].text


def draft(server: Server, person: Person) -> int:
    """POST /draf, as the page's script does while somebody types."""
    ours = {"Origin": server.site, "Sec-Fetch-Site": "same-origin"}
    place = {"form": "comment", "thing": "EN-01", "field": "text"}
    with Client(base_url=server.site, cookies={SIGN_IN: person.token}, headers=ours) as browser:
        return browser.post("/draf", json={**place, "account": person.account, "text": "ketik", "turn": 0}).status_code


def leaves(server: Server, person: Person) -> None:
    """Keluar, by its page."""
    with Client(base_url=server.site, cookies={SIGN_IN: person.token}) as browser:
        page = browser.get("/keluar").text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        ours = {"Origin": server.site, "Sec-Fetch-Site": "same-origin"}
        assert browser.post("/keluar", data=hidden, headers=ours).status_code == 303


def is_in(server: Server, person: Person) -> bool:
    with Client(base_url=server.site, cookies={SIGN_IN: person.token}) as browser:
        return browser.get("/sandi").status_code == 200


async def at_work(servers: tuple[Server, Server], cast: list[Reporter], by_role: dict[Role, list[Person]]) -> list[str]:
    advisers, verifiers = by_role[Role.ADVISER], by_role[Role.VERIFIER]
    drafts = [asyncio.to_thread(draft, server, who) for server, who in zip(servers, advisers, strict=True)]
    seen = await asyncio.gather(
        *(report(servers[number % 2], reporter) for number, reporter in enumerate(cast)),
        *(comment(server, who) for server, who in zip(servers, advisers, strict=True)),
        *(verify(server, who) for server, who in zip(servers, verifiers, strict=True)),
    )
    assert await asyncio.gather(*drafts) == [200, 200]
    return list(seen)


async def read(server: Server, person: Person) -> str:
    visitor = await Visitor.arrive(server.host, person.token)
    await visitor.open("program", f"kode={PROGRAMME}")
    await visitor.leave()
    return visitor.text


def test_two_servers_on_one_file(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    engine = make_engine(sample_database(tmp_path))
    by_role = {role: people(engine, role) for role in (Role.ADVISER, Role.VERIFIER)}
    cast = reporters(engine, 4)
    before = {table: count(engine, f"SELECT count(*) FROM {table}") for table in ("comment", "update_review")}  # noqa: S608
    logs = tmp_path / "one.log", tmp_path / "other.log"
    with Server(str(engine.url), log=logs[0]) as one, Server(str(engine.url), log=logs[1]) as other:
        seen = run(at_work((one, other), cast, by_role))
        adviser = by_role[Role.ADVISER][0]
        pages = [run(read(server, adviser)) for server in (one, other)]
        assert is_in(one, adviser)
        assert is_in(other, adviser)
        leaves(one, adviser)
        assert not is_in(other, adviser)
        output = one.output + other.output
    comments = [f"komentar {who}.{number}." for who in range(2) for number in range(COMMENTS)]
    assert [page.count(comment) for page in pages for comment in comments] == [1] * 2 * len(comments)
    added = {table: count(engine, f"SELECT count(*) FROM {table}") - was for table, was in before.items()}  # noqa: S608
    added["field_draft"] = count(engine, "SELECT count(*) FROM field_draft WHERE thing = 'EN-01' AND field = 'text'")
    reports = stored(engine)
    record_property("reports, comments, verdicts and drafts of two servers", f"{reports}, {added}")
    assert reports == {f"laporan {reporter.programme}": 1 for reporter in cast}
    assert added == {"comment": len(comments), "update_review": 3, "field_draft": 2}
    locked = sum("tidak dapat ditulis" in page or "is locked" in page for page in seen) + output.count("is locked")
    record_property("pages and lines of the log that speak of locks", locked)
    assert locked == 0
    with reading(engine) as session:
        assert integrity.verify(session).breach is None
    engine.dispose()
