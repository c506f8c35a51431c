"""What an agency holds that is not over: what moves when it ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from smartcity.domain.enums import CreditRule
from smartcity.domain.plan.curve import MilestoneCurve, PhysicalCurve
from smartcity.store import tables as t
from smartcity.store.loaders.milestones import load_milestone_states
from smartcity.store.loaders.physical import load_physical_context
from smartcity.store.loaders.plan import credit_rule
from smartcity.store.loaders.visibility import AsOf

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AgencyWork:
    """Codes of what it leads or answers for, rows of its supports, names of its accounts."""

    programmes: tuple[str, ...]
    supports: tuple[Row, ...]
    indicators: tuple[str, ...]
    decisions: tuple[str, ...]
    accounts: tuple[str, ...]

    @property
    def count(self) -> int:
        """Without the accounts, which close but do not move."""
        return len(self.programmes) + len(self.supports) + len(self.indicators) + len(self.decisions)

    def named(self, supported: Sequence[str]) -> dict[str, list[str]]:
        """As the ledger keeps it; `supported` are the programmes whose support moved."""
        fields = {"programmes": self.programmes, "supports": supported, "indicators": self.indicators}
        fields |= {"decisions": self.decisions, "accounts": self.accounts}
        return {name: list(values) for name, values in fields.items() if values}


def load_agency_work(when: AsOf, agencies: Sequence[int], today: date) -> AgencyWork:
    """Programmes that are not wholly verified, led and supported; indicators in use; open decisions; open doors."""
    led = when.rows(t.Programme, col(t.Programme.lead_agency_id).in_(agencies))
    helped = when.rows(t.ProgrammeSupport, col(t.ProgrammeSupport.agency_id).in_(agencies))
    over = _over(when, {*(row["id"] for row in led), *(row["programme_id"] for row in helped)}, today)
    used = (col(t.Indicator.agency_id).in_(agencies), col(t.Indicator.retired_on).is_(None))
    asked = (col(t.Decision.agency_id).in_(agencies), col(t.Decision.closed_on).is_(None))
    doors = (col(t.Account.agency_id).in_(agencies), col(t.Account.disabled_at).is_(None))
    return AgencyWork(
        programmes=tuple(row["code"] for row in led if row["id"] not in over),
        supports=tuple(row for row in helped if row["programme_id"] not in over),
        indicators=tuple(row["code"] for row in when.rows(t.Indicator, *used)),
        decisions=tuple(row["code"] for row in when.rows(t.Decision, *asked)),
        accounts=tuple(when.session.exec(select(t.Account.name).where(*doors).order_by(t.Account.name)).all()),
    )


def _over(when: AsOf, programmes: Iterable[int], today: date) -> set[int]:
    """Those that are wholly verified."""
    rule = credit_rule(when)
    rows = when.rows(t.Programme, col(t.Programme.id).in_(programmes))
    return {row["id"] for row in rows if _is_over(when, row, rule, today)}


def _is_over(when: AsOf, programme: Row, rule: CreditRule, today: date) -> bool:
    physical = load_physical_context(when, programme, today)
    if physical is not None:
        return PhysicalCurve(physical.facts).is_finished_on(today)
    curve = MilestoneCurve(tuple(state.facts for state in load_milestone_states(when, programme["id"]).values()), rule)
    return curve.is_finished_on(today)
