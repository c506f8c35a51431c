"""The screens' style goes out once per browser: a file under a name that changes with it, named by every page."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from smartcity.charts.theme import DARK, LIGHT
from smartcity.ui.frame import assets
from smartcity.web.middleware import PRELOADED_SCRIPTS, middleware
from smartcity.web.static_files import immutable_route


async def page(_request: Request) -> HTMLResponse:
    return HTMLResponse("<h1>Ringkasan</h1>")


async def plain(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


def visitor() -> TestClient:
    routes = [immutable_route(assets.STYLE_ADDRESS, assets.SHEET, "text/css"), Route("/", page), Route("/plain", plain)]
    return TestClient(Starlette(routes=routes, middleware=middleware(sheet=assets.STYLE_ADDRESS)))


def test_the_sheet_is_kept_for_ever_under_its_own_name() -> None:
    answer = visitor().get(assets.STYLE_ADDRESS)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.text == assets.SHEET


def test_a_page_names_the_sheet_and_the_script_asks_for_the_same() -> None:
    first, *scripts = visitor().get("/").headers["link"].split(", ")
    assert first == f"<{assets.STYLE_ADDRESS}>; rel=preload; as=style"
    assert len(scripts) == len(PRELOADED_SCRIPTS)
    for script in scripts:
        address, kind = script.split(">; ")
        assert kind == "rel=modulepreload"
        assert visitor().get(address.removeprefix("<"), headers={"Accept-Encoding": "gzip"}).status_code == 200
    assert assets.STYLE_ADDRESS in assets.STYLE


def test_what_is_no_page_names_nothing() -> None:
    assert "link" not in visitor().get("/plain").headers
    assert "link" not in visitor().get(assets.STYLE_ADDRESS).headers


def test_both_themes_stand_in_the_sheet() -> None:
    assert f"light-dark({LIGHT.background},{DARK.background})" in assets.SHEET
    assert assets.SHEET.count("{") == assets.SHEET.count("}")
