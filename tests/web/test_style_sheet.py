"""The screens' style goes out once per browser: a file under a name that changes with it, named by every page."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from smartcity.charts.theme import DARK, LIGHT
from smartcity.ui import style
from smartcity.web.files import lasting_route
from smartcity.web.middleware import EVERYWHERE, middleware


async def page(_request: Request) -> HTMLResponse:
    return HTMLResponse("<h1>Ringkasan</h1>")


async def plain(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


def visitor() -> TestClient:
    routes = [lasting_route(style.ADDRESS, style.SHEET, "text/css"), Route("/", page), Route("/plain", plain)]
    return TestClient(Starlette(routes=routes, middleware=middleware(sheet=style.ADDRESS)))


def test_the_sheet_is_kept_for_ever_under_its_own_name() -> None:
    answer = visitor().get(style.ADDRESS)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.text == style.SHEET


def test_a_page_names_the_sheet_and_the_script_asks_for_the_same() -> None:
    first, *scripts = visitor().get("/").headers["link"].split(", ")
    assert first == f"<{style.ADDRESS}>; rel=preload; as=style"
    assert len(scripts) == len(EVERYWHERE)
    for script in scripts:
        address, kind = script.split(">; ")
        assert kind == "rel=modulepreload"
        assert visitor().get(address.removeprefix("<"), headers={"Accept-Encoding": "gzip"}).status_code == 200
    assert style.ADDRESS in style.STYLE


def test_what_is_no_page_names_nothing() -> None:
    assert "link" not in visitor().get("/plain").headers
    assert "link" not in visitor().get(style.ADDRESS).headers


def test_both_themes_stand_in_the_sheet() -> None:
    assert f"light-dark({LIGHT.ground},{DARK.ground})" in style.SHEET
    assert style.SHEET.count("{") == style.SHEET.count("}")
