"""A scripted day: sessions look while reports, verdicts, a meeting and an import come in. All times in milliseconds."""

import asyncio
import time
from contextlib import AsyncExitStack
from statistics import median
from typing import NamedTuple

from smartcity.domain.access.roles import Act
from smartcity.domain.enums import Role
from smartcity.ui.frame.sitemap import AGENCIES, MINE, PROGRAMMES, SCREENS, Screen
from tools.bench.servers import Hand
from tools.bench.sessions import Visitor
from tools.bench.watching import Wall

WARM, REPORTS, VERDICTS, SLOW = 5, 3, 5, 1500
# Seconds: a second click within one is taken for a slip.
BETWEEN_VERDICTS = 1.1
AGENCY, PROGRAMME = "OPD-01", "P0001"


class Place(NamedTuple):
    """A screen, or one of its things by code, and who looks at it."""

    screen: Screen
    query: str
    who: str


class Looks(NamedTuple):
    """Warm, first after a report, first after a planned meeting, first after an import of the whole plan."""

    warm: float
    report: float
    meeting: float
    brought: float


class Verdicts(NamedTuple):
    """From the verifier's click to the own screen, and to the wall."""

    own: float
    wall: float


class City(NamedTuple):
    """A server, the hand that writes into its database, the tokens of who is signed in, the size of the plan."""

    host: str
    hand: Hand
    tokens: dict[str, str]
    programmes: int

    async def changed(self, verb: str, *words: object) -> None:
        await asyncio.to_thread(self.hand.do, verb, *words)


def viewer_of(act: Act) -> str:
    """A role that may, the one with the least rights first; of agencies the first."""
    roles = (Role.VIEWER, Role.VERIFIER, Role.ADMINISTRATOR)
    return next((role.value for role in roles if role in act.rights), AGENCY)


PLACES = (
    *(Place(screen, "", viewer_of(screen.act)) for screen in SCREENS),
    Place(AGENCIES, f"kode={AGENCY}", viewer_of(AGENCIES.act)),
    Place(PROGRAMMES, f"kode={PROGRAMME}", viewer_of(PROGRAMMES.act)),
    Place(MINE, f"kode={PROGRAMME}", viewer_of(MINE.act)),
)
LOOKING = tuple(place for place in PLACES if place.screen.act is Act.LOOK)


async def screens(city: City) -> dict[Place, Looks]:
    """Each in a session of its own, after changes of its own; the import comes once, then all are looked at in turn."""
    async with AsyncExitStack() as open_:
        visitors = {place: Visitor(city.host, city.tokens[place.who]) for place in PLACES}
        times: dict[Place, tuple[float, float, float]] = {}
        for place, visitor in visitors.items():
            await open_.enter_async_context(visitor)
            times[place] = await _changes(city, place, visitor)
        await city.changed("bring", city.programmes)
        return {
            place: Looks(*times[place], await visitor.look(place.screen.path, place.query))
            for place, visitor in visitors.items()
        }


async def _changes(city: City, place: Place, visitor: Visitor) -> tuple[float, float, float]:
    async def look() -> float:
        return await visitor.look(place.screen.path, place.query)

    await look()
    await look()
    warm = median([await look() for _ in range(WARM)])
    firsts: list[float] = []
    while len(firsts) < REPORTS and not any(first > SLOW for first in firsts):
        await city.changed("report")
        firsts.append(await look())
    await city.changed("meet")
    return warm, median(firsts), await look()


async def verdicts(city: City) -> Verdicts:
    """Medians of some clicks on the first claim that waits."""
    wall, taken = Wall(city.host), []
    async with Visitor(city.host, city.tokens[Role.VERIFIER.value]) as verifier:
        for _ in range(VERDICTS):
            await verifier.look("verifikasi")
            await asyncio.to_thread(wall.show)
            await asyncio.sleep(BETWEEN_VERDICTS)
            start = time.perf_counter()
            shown = asyncio.create_task(wall.follows())
            own = await verifier.click("yes-")
            taken.append((own, (await shown - start) * 1000))
    return Verdicts(*(median(times) for times in zip(*taken, strict=True)))
