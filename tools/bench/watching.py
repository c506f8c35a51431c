"""A wall that is watched: it asks for news as often as walls do, and what is new it shows."""

import asyncio
import re
import time
from urllib.parse import urlencode
from urllib.request import urlopen

EVERY, LONGEST = 0.7, 120.0


class Wall:
    """The public wall of a sample."""

    def __init__(self, host: str) -> None:
        self._address = f"http://{host}/layar/contoh"
        self._poll = ""

    def show(self) -> None:
        """Fetches the content, and what its polls say of it."""
        with urlopen(f"{self._address}/isi", timeout=LONGEST) as answer:  # noqa: S310 - http on this machine
            content = answer.read().decode()
        tags = {
            name: re.findall(rf'data-{attribute}="([^"]*)"', content)[0]
            for name, attribute in (("t", "tanda"), ("b", "buku"))
        }
        self._poll = f"/kabar?{urlencode(tags)}&v=kota"

    @property
    def idle_poll(self) -> str:
        """The address of a poll that finds nothing new, without the host."""
        return f"/layar/contoh{self._poll}"

    def has_news(self) -> bool:
        with urlopen(f"{self._address}{self._poll}", timeout=LONGEST) as answer:  # noqa: S310 - http on this machine
            return bool(answer.status == 200)

    async def follows(self) -> float:
        """The instant at which what is written next is shown."""
        async with asyncio.timeout(LONGEST):
            while not await asyncio.to_thread(self.has_news):
                await asyncio.sleep(EVERY)
        await asyncio.to_thread(self.show)
        return time.perf_counter()
