"""Physical percentages in the verifier's queue, as known on a day."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import select

from smartcity.domain.history import PhysicalUpdate
from smartcity.domain.queue import WaitingPhysical
from smartcity.domain.verification import Told, waiting
from smartcity.store import tables as t
from smartcity.store.loaders.physical import physical_updates
from smartcity.store.loaders.visibility import AsOf

Cases = tuple[WaitingPhysical, ...]


def physical_queue(when: AsOf) -> tuple[Cases, Cases]:
    """Those that wait, oldest first, and those that were verified, newest first."""
    programmes = when.session.exec(select(t.PhysicalUpdate.programme_id).distinct()).all()
    series: defaultdict[int, list[PhysicalUpdate]] = defaultdict(list)
    for update in physical_updates(when, programmes):
        series[update.programme_id].append(update)
    open_ones = [case for one in series.values() if (case := _waiting(one))]
    verified = [case for one in series.values() for case in _verified(one)]
    return (
        tuple(sorted(open_ones, key=lambda case: case.update.recorded_at)),
        tuple(sorted(verified, key=_answered_at, reverse=True)),
    )


def _waiting(newest_first: Sequence[PhysicalUpdate]) -> WaitingPhysical | None:
    return _case(newest_first, waiting(_told(newest_first)))


def _verified(newest_first: Sequence[PhysicalUpdate]) -> list[WaitingPhysical]:
    found = (_case(newest_first, told) for told in _told(newest_first) if told.is_verified)
    return [case for case in found if case is not None]


def _told(newest_first: Sequence[PhysicalUpdate]) -> list[Told]:
    return [Told(update.id, True, update.answer) for update in reversed(newest_first)]


def _case(newest_first: Sequence[PhysicalUpdate], found: Told | None) -> WaitingPhysical | None:
    if found is None:
        return None
    place = next(place for place, update in enumerate(newest_first) if update.id == found.id)
    return WaitingPhysical(newest_first[place], tuple(newest_first[place + 1 :]))


def _answered_at(case: WaitingPhysical) -> float:
    return case.update.answer.at.timestamp() if case.update.answer else 0.0
