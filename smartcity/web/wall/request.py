"""One request of a wall: its device, the ledger, the stage, the city's day. Read anew every time."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session

from smartcity.commands.access.credentials import digest
from smartcity.domain.access.pairing import Access, Device, access
from smartcity.domain.meetings.wall import WallMode, WallOptions
from smartcity.queries import sign_ins, walls
from smartcity.queries.walls import Pulse
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.store.masterplan import zone_name
from smartcity.web.wall.look import build

# While nothing but the sample is loaded, everybody may look at its wall, unless the settings keep guests out.
SAMPLE = "contoh"
CLOSED = "x-"


class WallRequest(NamedTuple):
    pulse: Pulse
    zone: str
    now: datetime
    access: Access

    @property
    def day(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def is_meeting(self, options: WallOptions) -> bool:
        """Whether the presenter decides what is shown."""
        return self.pulse.turn is not None and options.mode is not WallMode.AMBIENT

    @property
    def is_open(self) -> bool:
        """Whether this token may see anything at all."""
        return self.access is Access.OPEN

    def content_key(self, options: WallOptions) -> str:
        """Another key means another content: in a meeting the next turn, else the next ledger entry or day."""
        if not self.is_open:
            return closed_key(self.access, self.pulse.device)
        if self.is_meeting(options):
            return f"r{self.pulse.turn}-{build()}"
        return f"a{self.pulse.entry}-{self.day.toordinal()}-{build()}"


def wall_request(session: Session, token: str) -> WallRequest:
    pulse = walls.pulse(session, digest(token))
    zone, only_sample = _of_plan(settings().database_url, pulse.entry)
    now = datetime.now(UTC)
    is_open = token == SAMPLE and only_sample and settings().guests != "off"
    return WallRequest(pulse, zone, now, Access.OPEN if is_open else access(pulse.device, now))


def closed_key(access_state: Access, device: Device | None = None) -> str:
    """Names a notice; a new code is a new notice."""
    return f"{CLOSED}{access_state.value}-{device.code if device and device.code else ''}"


@lru_cache(maxsize=4)
def _of_plan(_url: str, _entry: str) -> tuple[str, bool]:
    """The zone, and whether only sample data is loaded; both can change with a ledger entry only."""
    with reading(current_engine()) as session:
        return zone_name(session), sign_ins.is_nothing_but_sample(session)
