"""Milestones of a draft that name no start: that of their programme is held for them, and marked as estimated."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from smartcity.commands.drafts import Place, PlanDraft, Problem
from smartcity.commands.plan_store import Standing
from smartcity.domain.milestones import estimated_start


def estimate_starts(draft: PlanDraft, standing: Standing) -> Iterator[Problem]:
    """Changes the rows in place and yields a warning for each; a file without the column changes no stored start."""
    begun = _begun(draft, standing)
    wrong = {(problem.place.sheet, problem.place.row) for problem in draft.problems if not problem.is_warning}
    for row in draft.rows.get("milestone", ()):
        if (row.place.sheet, row.place.row) in wrong:
            continue
        values = row.values
        stored = standing.rows["milestone"].get(standing.ids["milestone"].get(values.get("code"), 0))
        if values.get("starts_on") is not None and not values.get("start_is_estimated"):
            values["start_is_estimated"] = False
        elif not stored or "starts_on" in values:
            is_held = stored is not None and stored["start_is_estimated"]
            start = stored["starts_on"] if is_held and stored else _start(values, begun)
            if start is not None:
                row.values |= {"starts_on": start, "start_is_estimated": True}
                yield Problem(Place(row.place.sheet, row.place.row, "starts_on"), "", "import.row.start", {}, True)


def _begun(draft: PlanDraft, standing: Standing) -> dict[Any, date]:
    """By action plan the start of its programme, as the file tells it, else as it is stored."""
    programmes = {row["code"]: row["starts_on"] for row in standing.rows["programme"].values()}
    owners = {
        row["code"]: standing.rows["programme"][row["programme_id"]]["code"]
        for row in standing.rows["action_plan"].values()
    }
    programmes |= {row.values.get("code"): row.values.get("starts_on") for row in draft.rows.get("programme", ())}
    owners |= {row.values.get("code"): row.values.get("programme") for row in draft.rows.get("action_plan", ())}
    return {plan: start for plan, owner in owners.items() if (start := programmes.get(owner)) is not None}


def _start(values: Mapping[str, Any], begun: Mapping[Any, date]) -> date | None:
    """None where the programme or the due date is not known: rules of their own say so."""
    start, due_on = begun.get(values.get("action_plan")), values.get("due_on")
    return estimated_start(start, due_on) if start and due_on else None
