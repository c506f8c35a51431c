"""Static files go out compressed once, whole, and only to clients that take it."""

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from smartcity.web.static_files import CompressedFiles, GzipCache

TEXT = "warna = 'batu bara'; " * 400


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "chunk.js").write_text(TEXT)
    (tmp_path / "js" / "tiny.js").write_text("1")
    (tmp_path.parent / "secret.js").write_text(TEXT)

    async def plain(_request: object) -> PlainTextResponse:
        return PlainTextResponse("plain")

    routes = [Route("/static/{path:path}", plain), Route("/other", plain)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(CompressedFiles, cache=GzipCache(tmp_path))]))


def test_a_client_that_takes_gzip_gets_it(client: TestClient) -> None:
    with client.stream("GET", "/static/js/chunk.js", headers={"Accept-Encoding": "gzip, br"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) == len(raw) < len(TEXT) / 10
    assert gzip.decompress(raw).decode() == TEXT


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", ""])
def test_a_client_that_takes_none_gets_the_plain_file(client: TestClient, accepted: str) -> None:
    answer = client.get("/static/js/chunk.js", headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/static/js/tiny.js", "/static/js/none.js", "/static/..%2fsecret.js", "/other"])
def test_what_is_not_a_large_text_of_ours_is_left_alone(client: TestClient, path: str) -> None:
    assert client.get(path).text == "plain"


def test_a_range_is_left_alone(client: TestClient) -> None:
    assert client.get("/static/js/chunk.js", headers={"Range": "bytes=0-9"}).text == "plain"


def test_a_file_is_compressed_once(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text(TEXT)
    cache = GzipCache(tmp_path)
    file = cache.file("/static/a.js")
    assert file is not None
    assert cache.compressed(file) is cache.compressed(file)
