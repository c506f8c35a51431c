"""Where `?next=` may lead: here, and nowhere else."""

import pytest

from smartcity.web.pages import local_path, with_next


@pytest.mark.parametrize(
    "asked",
    [
        "/",
        "/lapor",
        "/program?kode=EN-02",
        "/program?kode=EN-02&bahasa=en#bukti",
        "/sandi?next=/lapor",
        "/?per=2026-10-20",
        "/program?tautan=https://kota.example/a//b",
        "/program?kode=%2F%2Fevil.example",
    ],
)
def test_a_path_of_ours_stays_as_it_is(asked: str) -> None:
    assert local_path(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        None,
        "",
        "lapor",
        "https://evil.example",
        "HTTPS://evil.example/",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "/\x00/evil.example",
        "\x00/lapor",
        " /lapor",
        "/ /evil.example",
        "javascript:alert(1)",
        "data:text/html,<b>",
        "/lapor//evil.example",
        "/..//evil.example",
        "/.//evil.example",
        "?next=/lapor",
        "#/lapor",
        "@evil.example",
        ".evil.example",
        "/masuk",
        "/masuk?next=/masuk",
        "/keluar",
        "/keluar?next=/",
        "/auth/logout",
        "/" + "a" * 2_000,
    ],
)
def test_what_leads_elsewhere_or_in_circles_leads_home(asked: str | None) -> None:
    assert local_path(asked) == "/"


def test_the_next_page_goes_along_whole() -> None:
    assert with_next("/masuk", "/program?kode=A&per=1", "en") == "/masuk?next=/program%3Fkode%3DA%26per%3D1&bahasa=en"
    assert with_next("/masuk", "/") == "/masuk"
