"""A believable random plan of any size, the same for the same seed. Rows by entity; writes and imports nothing."""

from random import Random

from tools.generated_plans import facts, outcomes, physical, plan, waits
from tools.generated_plans.plan import Rows

__all__ = ["Rows", "generated"]


def generated(programmes: int, seed: int, *, steps: int = 6, reports: int = 1) -> Rows:
    """Rows by entity: field names of the store, references by code, everything marked as an example.

    `steps` are the milestones of a programme, one or two fewer or more; `reports` come before half time of each.
    """
    chance = Random(seed)  # noqa: S311 - the same plan for the same seed, no secret
    efforts = plan.efforts(programmes, chance, steps)
    return {
        **plan.frame(),
        **plan.rows(efforts, chance),
        **facts.rows(efforts, chance, reports),
        **outcomes.rows(efforts, chance),
        **waits.rows(efforts, chance),
        **physical.rows(efforts, chance),
    }
