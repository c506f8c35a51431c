"""The headline of the quick wins: their milestones, what their yearly states say, and how many have no milestones."""

from collections.abc import Mapping, Sequence

from smartcity.domain.history import QuickWinStanding
from smartcity.domain.kinds import Health, QuickWinState
from smartcity.domain.plan import Programme
from smartcity.i18n import headlines
from smartcity.presentation.emptiness import without_milestones
from smartcity.presentation.said import Said

Years = Mapping[int, Sequence[QuickWinStanding]]


def headline(say: Said, programmes: Sequence[Programme], years: Years) -> str:
    """A quick win that stopped counts in no good news; one without milestones neither as late nor as fine."""
    states = [years[p.id][-1].state if years.get(p.id) else None for p in programmes]
    stopped = [p for p, state in zip(programmes, states, strict=True) if state is QuickWinState.STOPPED]
    known = [p for p in programmes if p.progress is not None and p not in stopped]
    return headlines.quick_wins(
        say.words,
        total=len(programmes),
        known=len(known),
        done=sum(p.health is Health.DONE for p in known),
        late=sum(bool(p.late) for p in programmes),
        stopped=len(stopped),
        empty=without_milestones(programmes),
    )
