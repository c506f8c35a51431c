"""What an agency turned from red to green between two views of the plan, and what went the other way."""

from collections.abc import Iterable
from dataclasses import dataclass

from smartcity.domain.changes import Changes, Found
from smartcity.domain.kinds import Health, MilestoneStatus
from smartcity.domain.plan import Programme

Swung = tuple[Programme, Health]


@dataclass(frozen=True, slots=True)
class Swings:
    """Programmes with the health they had, and milestones; each milestone that was late and is done has caught up."""

    improved: tuple[Swung, ...]
    caught_up: tuple[Found, ...]
    worsened: tuple[Swung, ...]
    fell_behind: tuple[Found, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.improved or self.caught_up or self.worsened or self.fell_behind)


def swings(found: Changes, programmes: Iterable[Programme]) -> Swings:
    """Of these programmes of the later view."""
    ids = {programme.id for programme in programmes}
    late = MilestoneStatus.LATE
    before = {number: milestone.status for number, milestone in found.old.items()}
    now = [pair for pair in found.after.milestones if pair[0].id in ids]
    return Swings(
        improved=tuple(swung for swung in found.improved if swung[0].id in ids),
        caught_up=tuple(f for f in found.finished if f[0].id in ids and before.get(f[1].id) is late),
        worsened=tuple(swung for swung in found.worsened if swung[0].id in ids),
        fell_behind=tuple(f for f in now if f[1].status is late and before.get(f[1].id) not in (None, late)),
    )
