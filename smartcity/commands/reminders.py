"""The ledger's line on reminders: which agencies were written to about which period. No address is kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.domain.periods import PeriodName
from smartcity.domain.roles import Act, Actor, require

SENT = "reminder.sent"


def sent(session: Session, actor: Actor, period: PeriodName, agencies: Sequence[str], *, at: datetime) -> None:
    """Written once the letters are out."""
    require(actor, Act.REMIND)
    ledger.append(session, actor, SENT, f"period:{period}", at=at, after={"agencies": list(agencies)})
