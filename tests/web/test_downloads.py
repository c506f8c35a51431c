"""Workbooks of the screens, on a real server: handed to the account that was offered them, and to nobody else."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from http.client import HTTPConnection
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine
from smartcity.web.cookies import SIGN_IN
from tests.coroutines import run
from tests.hold.visitor import Visitor
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.servers import Server
from tests.test_house import name, sources

OFFERING = ("", "dimensi", "opd", "program", "indikator", "linimasa", "perubahan")


@pytest.fixture(scope="module", params=["on", "off"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, bool]]:
    """With guests let in, and not."""
    url = sample_database(tmp_path_factory.mktemp("downloads"))
    with Server(url, SMARTCITY_GUESTS=request.param) as server:
        yield server, request.param == "on"


def fetched(server: Server, path: str, token: str | None) -> tuple[int, bytes]:
    line = HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", path, headers={"Host": server.host} | ({"Cookie": f"{SIGN_IN}={token}"} if token else {}))
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, body


Answers = list[tuple[int, bytes]]
Answered = dict[str, list[Answers]]


async def offered(server: Server, token: str | None, askers: list[str | None]) -> Answered:
    """What each asker gets of each file that each screen offers this reader, while his session lives."""
    visitor, answers = await Visitor.arrive(server.host, token), Answered()
    for page in OFFERING:
        await visitor.open(page)
        for path in re.findall(r'href="(/unduh/[^"]+)"', visitor.html):
            answers.setdefault(page, []).append([fetched(server, path, asker) for asker in askers])
    await visitor.leave()
    return answers


def test_a_workbook_goes_to_its_reader_alone(site: tuple[Server, bool], record_property: Any) -> None:
    server, lets_guests_in = site
    engine = make_engine(server.url)
    own, other = (open_door(engine, make_account(engine, role)) for role in (Role.VIEWER, Role.ADMINISTRATOR))
    engine.dispose()
    answers = run(offered(server, own, [own, other, None, "x" * 32]))
    assert set(answers) == set(OFFERING)
    refused = 410 if lets_guests_in else 303
    for page, files in answers.items():
        assert load_workbook(BytesIO(files[0][0][1])).worksheets
        for mine, *others in files:
            assert mine[0] == 200, page
            assert [status for status, _ in others] == [410, refused, refused], page
            assert not any(body.startswith((b"PK", BOM_UTF8)) for _, body in others), "not a byte of it"
    record_property("screens whose workbook was asked for by four", len(answers))


def test_guests_get_the_workbooks_of_guests_where_they_may_look(site: tuple[Server, bool]) -> None:
    server, lets_guests_in = site
    answers = run(offered(server, None, [None]))
    assert set(answers) == (set(OFFERING) if lets_guests_in else set())
    got = [answer for files in answers.values() for answered in files for answer in answered]
    assert all(status == 200 and body.startswith((b"PK", BOM_UTF8)) for status, body in got)


def test_the_frameworks_files_are_for_whoever_may_look(site: tuple[Server, bool]) -> None:
    server, lets_guests_in = site
    engine = make_engine(server.url)
    own = open_door(engine, make_account(engine, Role.VIEWER))
    engine.dispose()
    assert fetched(server, "/media/none.xlsx", own)[0] == 404
    assert fetched(server, "/media/none.xlsx", None)[0] == (404 if lets_guests_in else 403)


def test_an_unknown_address_offers_nothing(site: tuple[Server, bool]) -> None:
    status, body = fetched(site[0], "/unduh/tidak-ada", None)
    assert status == 410
    assert "Buka lagi layarnya" in body.decode()


def test_no_screen_hands_a_file_to_the_framework() -> None:
    files = ("download_button", "image", "audio", "video", "pdf", "logo")
    for path in sources("smartcity/ui", "pages"):
        assert not re.search(rf"\bst\.({'|'.join(files)})\(", path.read_text()), name(path)
