"""What used a verified fact, on the screens where it is revoked: before, and after."""

from collections.abc import Collection
from datetime import datetime

from smartcity.presentation.uses import used_by
from smartcity.queries.uses import uses
from smartcity.ui import show
from smartcity.ui.answers import ask, standing_on
from smartcity.ui.verifying.cases import Case


def uses_text(verified_at: datetime, programmes: Collection[int]) -> str:
    found = ask(uses, verified_at, tuple(programmes))
    return used_by(show.said(), found.snapshots, found.meetings)


def uses_of(case: Case) -> str:
    """Of one that is verified."""
    if case.verified_at is None:
        return ""
    ids = (p.id for p in standing_on().programmes if p.code in case.programmes)
    return uses_text(case.verified_at, tuple(ids))
