"""Which agencies led a programme before its present lead, as known on a day."""

from collections import defaultdict
from collections.abc import Mapping

from sqlmodel import col, select

from smartcity.domain.plan import Agency, FormerLead
from smartcity.store.frozen import thaw
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import METADATA, PlanChange

NOUN, FIELD = "programme", "lead_agency_id"


def former_leads(when: AsOf, owners: Mapping[int, Agency]) -> Mapping[int, tuple[FormerLead, ...]]:
    """By programme id, oldest first; `owners` are the agencies by id."""
    column = METADATA.tables[NOUN].c[FIELD]
    rows = when.session.exec(
        select(PlanChange)
        .where(PlanChange.noun == NOUN, PlanChange.field == FIELD, when.visible(PlanChange))
        .order_by(col(PlanChange.id))
    ).all()
    found: defaultdict[int, list[FormerLead]] = defaultdict(list)
    for row in rows:
        until, agency = when.local(row.recorded_at), owners.get(thaw(column, (row.old or {}).get("v")))
        if agency is not None:
            last_day = min(agency.ended_on or until.date(), until.date())
            found[row.row_id].append(FormerLead(agency, until, last_day))
    return {number: tuple(former) for number, former in found.items()}
