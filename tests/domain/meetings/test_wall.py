"""The wall's address at its edges, and the size of its letters by seat and screen."""

import pytest

from smartcity.domain.meetings.wall import (
    SILENCE,
    TypeScale,
    View,
    WallMode,
    WallOptions,
    type_scale,
    wall_options,
    wall_query,
)


def test_an_empty_address_is_the_default() -> None:
    assert wall_options({}) == WallOptions()
    assert (WallOptions().seconds, WallOptions().silence, len(WallOptions().views)) == (25, 60, 9)
    assert SILENCE == 60


@pytest.mark.parametrize(
    ("asked", "field", "value"),
    [
        ({"mode": "rapat"}, "mode", WallMode.MEETING),
        ({"mode": "ambien"}, "mode", WallMode.AMBIENT),
        ({"mode": "<b>"}, "mode", WallMode.AUTOMATIC),
        ({"detik": "20"}, "seconds", 20),
        ({"detik": "4"}, "seconds", 5),
        ({"detik": "601"}, "seconds", 600),
        ({"detik": "-3"}, "seconds", 25),
        ({"detik": "9999999"}, "seconds", 25),
        ({"detik": "²"}, "seconds", 25),
        ({"tampilan": "opd,kota"}, "views", (View.AGENCIES, View.CITY)),
        ({"tampilan": " opd ,opd,entah"}, "views", (View.AGENCIES,)),
        ({"tampilan": "entah"}, "views", tuple(View)),
        ({"tema": "gelap"}, "is_dark", True),
        ({"tema": "terang"}, "is_dark", False),
        ({"nama": "ya"}, "shows_names", True),
        ({"nama": "tidak"}, "shows_names", False),
        ({"nama": "1"}, "shows_names", None),
        ({"bahasa": "en"}, "language", "en"),
        ({"bahasa": "fr"}, "language", "id"),
        ({"sunyi": "2"}, "silence", 2),
        ({"sunyi": "61"}, "silence", 60),
        ({"jarak": "8", "inci": "55"}, "scale", type_scale(8, 55)),
        ({"jarak": "6,5", "inci": "43"}, "scale", type_scale(6.5, 43)),
        ({"jarak": "0", "inci": "55"}, "scale", TypeScale()),
        ({"jarak": "nan", "inci": "55"}, "scale", TypeScale()),
        ({"jarak": "inf", "inci": "55"}, "scale", TypeScale()),
        ({"jarak": "1e9", "inci": "55"}, "scale", TypeScale()),
        ({"jarak": "8"}, "scale", TypeScale()),
    ],
)
def test_an_address_says_what_it_says_and_no_more(asked: dict[str, str], field: str, value: object) -> None:
    assert getattr(wall_options(asked), field) == value


@pytest.mark.parametrize(
    ("metres", "inches", "smallest", "is_readable"),
    [
        (None, None, 40, True),
        (5, 75, 40, True),
        (6, 55, 40, True),
        (8, 55, 47.1, True),
        (8, 50, 51.8, True),
        (8, 49, 52, False),
    ],
)
def test_the_smallest_text_has_an_x_height_of_the_distance_divided_by_500(
    metres: float | None, inches: float | None, smallest: float, *, is_readable: bool
) -> None:
    sizes = type_scale(metres, inches)
    assert (round(sizes.smallest, 1), sizes.is_readable) == (smallest, is_readable)


def test_the_letters_of_eight_metres_at_55_inches_worked_out_by_hand() -> None:
    # 55 inches are 0.685 m high: 16 mm of x-height are 25.2 of 1080 lines, and 25.2 ÷ 0.536 is a size of 47.
    assert type_scale(8, 55).smallest * 0.536 / 1080 * 0.685 == pytest.approx(8 / 500, rel=1e-3)


@pytest.mark.parametrize(("smallest", "rows"), [(40, 7), (40.9, 7), (41, 6), (44, 6), (48, 5), (52, 4)])
def test_larger_letters_leave_fewer_rows(smallest: float, rows: int) -> None:
    assert TypeScale(smallest).rows == rows


@pytest.mark.parametrize(
    ("options", "size", "query"),
    [
        (WallOptions(), (None, None), {}),
        (WallOptions(), (6.5, None), {}),
        (WallOptions(scale=type_scale(6.5, 55)), (6.5, 55.0), {"jarak": "6.5", "inci": "55"}),
        (WallOptions(mode=WallMode.MEETING, seconds=30), (None, None), {"mode": "rapat", "detik": "30"}),
        (WallOptions(views=(View.AHEAD, View.CITY)), (None, None), {"tampilan": "30-hari,kota"}),
        (
            WallOptions(is_dark=True, shows_names=False, language="en"),
            (None, None),
            {"tema": "gelap", "nama": "tidak", "bahasa": "en"},
        ),
    ],
)
def test_the_address_that_is_built_asks_for_just_this(
    options: WallOptions, size: tuple[float | None, float | None], query: dict[str, str]
) -> None:
    assert wall_query(options, *size) == query
    assert wall_options(query) == options
