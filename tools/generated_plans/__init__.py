"""A believable random plan of any size, the same for the same seed. Rows by entity; writes and imports nothing."""

from random import Random

from tools.generated_plans import facts, outcomes, physical, plan, waits
from tools.generated_plans.plan import Rows

__all__ = ["Rows", "generated"]


def generated(programmes: int, seed: int) -> Rows:
    """Rows by entity: field names of the store, references by code, everything marked as an example."""
    chance = Random(seed)  # noqa: S311 - the same plan for the same seed, no secret
    efforts = plan.efforts(programmes, chance)
    return {
        **plan.frame(),
        **plan.rows(efforts, chance),
        **facts.rows(efforts, chance),
        **outcomes.rows(efforts, chance),
        **waits.rows(efforts, chance),
        **physical.rows(efforts, chance),
    }
