"""Many at once: 28 agencies report while leaders click, a hundred users click, memory after changes."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from random import Random
from typing import NamedTuple

from smartcity.domain.enums import Role
from tools.bench.day import LOOKING, City
from tools.bench.servers import resident
from tools.bench.sessions import Visitor, within
from tools.bench.watching import Wall

LEADERS, USERS, CLICKS, PATIENCE, PAUSES = 50, 100, 6, 20.0, (0.5, 1.5)


class Reporting(NamedTuple):
    """p95 in milliseconds of clicks, submissions and the wall; clicks without an answer within the patience.

    `refused` are reports that still stood on the screen, unsent, after the click.
    """

    clicks: float
    submissions: float
    wall: float
    unfinished: int
    refused: int


class Crowd(NamedTuple):
    """p95 in milliseconds, answers per second, clicks without an answer within the patience."""

    p95: float
    per_second: float
    unfinished: int


class Memory(NamedTuple):
    """Megabytes of the server, warm and after so many changes that were looked at."""

    before: float
    after: float


def p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else float("nan")


async def reporting(city: City) -> Reporting:
    """Every second the next agency sends a report that lay ready."""
    agencies = [name for name in city.tokens if name.startswith("OPD-")]
    await _warmed(city)
    codes = {agency: city.hand.do("draft", agency) for agency in agencies}
    async with AsyncExitStack() as open_:
        desks = {agency: await _opened(open_, city, agency) for agency in agencies}
        for agency, desk in desks.items():
            await desk.look("lapor", f"kode={codes[agency]}")
        leaders = [await _opened(open_, city, Role.VIEWER.value) for _ in range(LEADERS)]
        for leader in leaders:
            await leader.look("")
        ended = asyncio.Event()
        clicking = [asyncio.create_task(_clicks(leader, n, ended)) for n, leader in enumerate(leaders)]
        sent, shown = await _sending(city, list(desks.values()))
        refused = sum("send" in desk.buttons for desk in desks.values())
        ended.set()
        clicks = [click for leader in clicking for click in await leader]
    answered = [click for click in clicks if click is not None]
    return Reporting(p95(answered), p95(sent), p95(shown), len(clicks) - len(answered), refused)


async def _warmed(city: City) -> None:
    """Somebody has looked at every screen that all may see."""
    async with Visitor(city.host, city.tokens[Role.VIEWER.value]) as visitor:
        for place in LOOKING:
            await visitor.look(place.screen.path, place.query)


async def _opened(open_: AsyncExitStack, city: City, who: str) -> Visitor:
    return await open_.enter_async_context(Visitor(city.host, city.tokens[who]))


async def _sending(city: City, desks: list[Visitor]) -> tuple[list[float], list[float]]:
    """Milliseconds of each submission, and of each until the wall shows something newer than its click."""
    wall, shown, sent = Wall(city.host), list[float](), list[float]()
    await asyncio.to_thread(wall.show)

    async def send(desk: Visitor, after: float) -> None:
        await asyncio.sleep(after)
        sent.append(await desk.click("send"))

    sending = [asyncio.create_task(send(desk, float(number))) for number, desk in enumerate(desks)]
    start = time.perf_counter()
    while len(shown) < len(desks):
        arrived = await wall.follows() - start
        shown += [(arrived - number) * 1000 for number in range(len(shown), min(len(desks), int(arrived) + 1))]
    await asyncio.gather(*sending)
    return sent, shown


async def _clicks(visitor: Visitor, number: int, ended: asyncio.Event) -> list[float | None]:
    """Until the end, or until an answer does not come."""
    chance, times = Random(number), list[float | None]()  # noqa: S311 - the same clicks each time, no secret
    while not ended.is_set() and None not in times:
        await asyncio.sleep(chance.uniform(*PAUSES))
        times.append(await within(PATIENCE, _random_look(visitor, chance)))
    return times


async def _random_look(visitor: Visitor, chance: Random) -> float:
    place = chance.choice(LOOKING)
    return await visitor.look(place.screen.path, place.query)


async def crowd(city: City) -> Crowd:
    """All begin at once, and each clicks on as soon as it is answered."""
    await _warmed(city)
    ready, start = asyncio.Barrier(USERS), 0.0

    async def user(number: int) -> list[float | None]:
        nonlocal start
        chance, times = Random(number), list[float | None]()  # noqa: S311 - the same clicks each time, no secret
        async with Visitor(city.host, city.tokens[Role.VIEWER.value]) as visitor:
            await visitor.look("")
            await ready.wait()
            start = start or time.perf_counter()
            while len(times) < CLICKS and None not in times:
                times.append(await within(PATIENCE, _random_look(visitor, chance)))
        return times + [None] * (CLICKS - len(times))

    times = [click for clicks in await asyncio.gather(*map(user, range(USERS))) for click in clicks]
    answered = [click for click in times if click is not None]
    return Crowd(p95(answered), len(answered) / (time.perf_counter() - start), len(times) - len(answered))


async def memory(city: City, changes: int) -> Memory:
    """After each change one looks at the next of the screens that all may see."""
    await _warmed(city)
    async with Visitor(city.host, city.tokens[Role.VIEWER.value]) as visitor:
        before = resident(city.host)
        for number in range(changes):
            await city.changed("report")
            place = LOOKING[number % len(LOOKING)]
            await visitor.look(place.screen.path, place.query)
    return Memory(before, resident(city.host))
