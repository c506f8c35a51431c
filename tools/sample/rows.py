"""The whole sample as rows by entity: field names of the store, references by code."""

from tools.sample import indicators, outcomes, physical, plan, progress, statements, waits
from tools.sample.progress import Fields


def sample() -> dict[str, list[Fields]]:
    """In the order in which the entities build on one another."""
    return {
        "masterplan": plan.masterplan(),
        "dimension": plan.dimensions(),
        "sub_dimension": plan.sub_dimensions(),
        "agency": plan.agencies(),
        "area": plan.areas(),
        "mission": plan.missions(),
        "programme": plan.programme_rows(),
        "action_plan": plan.action_plans(),
        "milestone": plan.milestones(),
        "period": plan.periods(),
        "update": plan.update_rows(),
        "due_date_change": progress.moves(),
        "planned_percent": physical.planned(plan.known_since()),
        "physical_update": physical.reported(),
        "statement": statements.statements(),
        "waiting": waits.waits(),
        "indicator": indicators.indicators(),
        "target": indicators.targets(),
        "reading": indicators.readings(),
        "budget": outcomes.budgets(),
        "budget_realisation": outcomes.realisations(),
        "quick_win_year": outcomes.quick_win_years(),
        "meeting": outcomes.meetings(),
        "decision": outcomes.decisions(),
    }
