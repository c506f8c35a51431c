"""The whole sample as rows by noun: field names of the store, references by code."""

import sample_indicators
import sample_outcomes
import sample_physical
import sample_plan
import sample_progress
import sample_statements
import sample_waits
from sample_progress import Fields


def sample() -> dict[str, list[Fields]]:
    """In the order in which the nouns build on one another."""
    return {
        "masterplan": sample_plan.masterplan(),
        "dimension": sample_plan.dimensions(),
        "sub_dimension": sample_plan.sub_dimensions(),
        "agency": sample_plan.agencies(),
        "area": sample_plan.areas(),
        "mission": sample_plan.missions(),
        "programme": sample_plan.programme_rows(),
        "action_plan": sample_plan.action_plans(),
        "milestone": sample_plan.milestones(),
        "period": sample_plan.periods(),
        "update": sample_plan.update_rows(),
        "due_date_change": sample_progress.moves(),
        "planned_percent": sample_physical.planned(sample_plan.known_since()),
        "physical_update": sample_physical.reported(),
        "statement": sample_statements.statements(),
        "waiting": sample_waits.waits(),
        "indicator": sample_indicators.indicators(),
        "target": sample_indicators.targets(),
        "reading": sample_indicators.readings(),
        "budget": sample_outcomes.budgets(),
        "budget_realisation": sample_outcomes.realisations(),
        "quick_win_year": sample_outcomes.quick_win_years(),
        "meeting": sample_outcomes.meetings(),
        "decision": sample_outcomes.decisions(),
    }
