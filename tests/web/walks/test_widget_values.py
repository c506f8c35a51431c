"""Values that no widget of ours sends, over the raw socket: one calm sentence at most, and nothing is changed."""

import math
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

import pytest

from smartcity.domain.enums import Role
from smartcity.i18n.catalog import Language
from smartcity.i18n.words import Words
from smartcity.queries import ledger
from smartcity.store.engine import make_engine, reading
from smartcity.ui.frame.sitemap import OVERVIEW, SCREENS
from tests.coroutines import run
from tests.hold.visitor import Visitor
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.servers import Server

SORRY = Words("id").say("frame.failed")
HUGE = 2**62
VALUES: tuple[tuple[str, Any], ...] = (
    ("bool_value", True),
    ("int_value", HUGE),
    ("int_value", -HUGE),
    ("double_value", math.nan),
    ("double_value", math.inf),
    ("double_value", -1e308),
    ("string_value", "x" * 30_000),
    ("string_value", "\ud83d\ude00\x00</script>9999-99-99".encode("utf-16", "surrogatepass").decode("utf-16")),
    ("json_value", "{]"),
    ("json_value", "[" * 5_000),
    ("json_value", '{"a": NaN, "edited_rows": {"9": 9}}'),
    ("bytes_value", b"\xff\x00"),
    ("int_array_value", [HUGE, -1]),
    ("double_array_value", [math.nan, math.inf, -math.inf]),
    ("string_array_value", ["9999-99-99", "0000/00/00", "x"]),
    ("trigger_value", True),
)
# Every screen with the role that is offered most; what only another is offered beside it.
PATHS = {
    Role.ADMINISTRATOR: (*(screen.path for screen in SCREENS), "program?kode=EN-02", "arahan?arahan=AR-2026-02"),
    Role.AGENCY: ("lapor", "lapor?kode=EN-02", "opd?kode=DLH"),
    Role.VERIFIER: ("verifikasi", "verifikasi?bagian=realisasi", "rapat?kode=RK-2026-10", "kepatuhan"),
}
# What is not nothing presses a button, of whatever kind it is; charts send what is chosen in them.
BESIDES = ("Button", "LinkButton", "DownloadButton", "PlotlyChart")
# In the header of every page: tried once.
HEADER = ("per", "bahasa")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(sample_database(tmp_path_factory.mktemp("values"))) as server:
        yield server


def newest(site: Server) -> int:
    engine = make_engine(site.url)
    with reading(engine) as session:
        newest_id = ledger.newest(session)
    engine.dispose()
    return newest_id


class Sweep:
    """Widget after widget of page after page gets the next of the values; who was refused comes in anew."""

    def __init__(self, site: Server, token: str | None) -> None:
        self.site, self.token = site, token
        self.runs = self.refused = 0
        self._values = cycle(VALUES)

    async def over(self, paths: Sequence[str]) -> None:
        for path in paths:
            visitor = await self._at(path)
            for key in [key for key, kind in visitor.element_types.items() if kind not in BESIDES]:
                for _ in range(1 if key not in HEADER else len(VALUES) * (path == OVERVIEW.path)):
                    visitor = await self._tried(visitor, path, key)
            await visitor.leave()

    async def _at(self, path: str) -> Visitor:
        visitor = await Visitor.arrive(self.site.host, self.token)
        await visitor.open(*path.partition("?")[::2])
        return visitor

    async def _tried(self, visitor: Visitor, path: str, key: str) -> Visitor:
        """The visitor who goes on from here, on the page as it was opened."""
        kind, value = next(self._values)
        await visitor.fill(key, **{kind: value})
        self.runs += 1
        assert not visitor.has_exception, (path, key, kind)
        assert b"Traceback" not in visitor.received, (path, key, kind)
        if SORRY not in visitor.errors:
            return visitor
        self.refused += 1
        await visitor.leave()
        return await self._at(path)


@pytest.mark.parametrize("role", PATHS)
def test_values_of_the_wrong_kind_end_in_a_sentence(site: Server, role: Role, record_property: Any) -> None:
    engine = make_engine(site.url)
    token = open_door(engine, make_account(engine, role, "DLH" if role is Role.AGENCY else None))
    engine.dispose()
    before, sweep = newest(site), Sweep(site, token)
    run(sweep.over(PATHS[role]))
    record_property(f"wrong values sent as {role.value}, answered with the sentence", (sweep.runs, sweep.refused))
    assert sweep.refused > 0
    assert newest(site) == before


@pytest.mark.parametrize(("query", "language"), [("", "id"), ("bahasa=en", "en")])
def test_a_failed_run_says_one_sentence_in_the_language_of_the_reader(
    site: Server, query: str, language: Language
) -> None:
    async def sentences() -> tuple[str, ...]:
        visitor = await Visitor.arrive(site.host)
        await visitor.open("", query)
        await visitor.fill("bahasa", bool_value=True)
        await visitor.leave()
        assert not visitor.has_exception
        return visitor.errors

    assert run(sentences()) == (Words(language).say("frame.failed"),)
