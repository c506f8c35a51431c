"""A report sent on /lapor is news for the wall of the same process, within two seconds."""

import re
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from smartcity.store.engine import make_engine
from tests.coroutines import run
from tests.hold.reporters import SENT, Reporter, reporters, send
from tests.sample import sample_database
from tests.servers import Server

pytestmark = pytest.mark.xdist_group("hold")
WALL = "layar/contoh"


def asked(host: str) -> str:
    """The wall's question for news, with what it knows already."""
    with urlopen(f"http://{host}/{WALL}/isi") as answer:
        html = answer.read().decode()
    by_key = {key: re.findall(rf'data-{name}="([^"]*)"', html)[0] for key, name in (("t", "tanda"), ("b", "buku"))}
    return f"http://{host}/{WALL}/kabar?{urlencode({**by_key, 'v': 'kota'})}"


def status(address: str) -> int:
    with urlopen(address) as answer:
        return int(answer.status)


async def reported(host: str, reporter: Reporter) -> str:
    """What the sender reads."""
    visitor = await send(host, reporter, "sudah dikerjakan")
    await visitor.leave()
    return visitor.text


def test_a_report_reaches_the_wall(tmp_path: Path) -> None:
    url = sample_database(tmp_path)
    engine = make_engine(url)
    (reporter,) = reporters(engine, 1)
    engine.dispose()
    with Server(url, log=tmp_path / "log") as server:
        question = asked(server.host)
        assert status(question) == 204, "nothing new yet"
        assert SENT in run(reported(server.host, reporter))
        sent_at = time.monotonic()
        while status(question) == 204:
            assert time.monotonic() - sent_at < 2
        assert status(question) == 200
