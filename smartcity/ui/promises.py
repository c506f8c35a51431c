"""The ledger of dates: first promise, every move, who and why, net days; and other changes that were asked for."""

from collections.abc import Sequence

from smartcity.domain.ahead import Found
from smartcity.domain.history import Change, Move
from smartcity.domain.precision import days_shown
from smartcity.domain.promises import promises
from smartcity.queries import history
from smartcity.ui import show
from smartcity.ui.answers import ask
from smartcity.ui.timeline import Ahead


def ledger(shown: Ahead) -> None:
    """Of these milestones, the newest move first, with how many first promises were kept."""
    say, kept, slipped = show.said(), shown.kept, shown.slipped
    told = say("promise.comparison.rate", share=say.percent(kept.share), kept=kept.kept, n=kept.n) if kept.n else None
    days = None if slipped.mean_days is None else say.words.rounded(days_shown(slipped.mean_days))
    mean = say("promise.ledger.mean", moved=slipped.moved, days=days) if slipped.moved else None
    show.heading(say("timeline.moves"), " · ".join(filter(None, (mean, told))) or None)
    if shown.moved:
        show.table("promises", "promises", "promises", shown.moved, of=shown.key, with_programme=True)
    else:
        show.note(say("timeline.moves.none"))
    others(shown.found, ask(history.changes))


def of_programme(found: Sequence[Found], changes: Sequence[Change]) -> None:
    """The same on the card of one programme; nothing where nothing was asked."""
    moved = promises(found, changes)
    if moved:
        show.heading(show.said()("programme.moves"))
        show.block("promises", promises=moved, with_programme=False)
    others(found, changes, with_programme=False)


def others(found: Sequence[Found], changes: Sequence[Change], *, with_programme: bool = True) -> None:
    """Changes of weight, ends and pauses that were asked for."""
    by_id = {milestone.id: (programme, milestone) for programme, milestone in found}
    asked = [c for c in changes if not isinstance(c, Move) and c.milestone_id in by_id]
    if asked:
        show.heading(show.said()("promise.others"))
        listed = [(*by_id[change.milestone_id], change) for change in asked]
        show.table("proposals", "proposals", "changes", listed, with_programme=with_programme)
