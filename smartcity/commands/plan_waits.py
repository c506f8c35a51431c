"""Imports and waiting: milestones of a draft may not wait for each other in a circle."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smartcity.commands.drafts import Place, PlanDraft, Problem
from smartcity.commands.plan_store import Standing
from smartcity.commands.waits import ARROW, still_open
from smartcity.domain.waits import circle
from smartcity.store import tables as t


def circles(
    draft: PlanDraft, standing: Standing, found: Mapping[Any, Sequence[Mapping[str, Any]]]
) -> Iterator[Problem]:
    """The rows whose wait closes a circle with those that stand and those before them; `found` are the new facts."""
    ended = {row["waiting_id"] for row in found.get(t.WaitingEnd, ())}
    new = [row for row in found.get(t.Waiting, ()) if row["id"] not in ended and row["on_milestone_id"]]
    if not new:
        return
    codes = {number: code for code, number in standing.ids["milestone"].items()}
    places = {_pair(row.values): row.place for row in draft.rows["waiting"]}
    before = [row for row in still_open(standing.session) if row["id"] not in ended and row["on_milestone_id"]]
    edges = [(row["milestone_id"], row["on_milestone_id"]) for row in before]
    for row in new:
        one, other = row["milestone_id"], row["on_milestone_id"]
        way = circle(edges, one, other)
        if way is not None:
            place = places[codes[one], codes[other]]
            chain = ARROW.join(codes[number] for number in (one, *way))
            yield Problem(
                Place(place.sheet, place.row, "on_milestone"), codes[other], "import.row.circle", {"chain": chain}
            )
        edges.append((one, other))


def _pair(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values["milestone"], values.get("on_milestone")
