"""The next step of an agency in the league of reporting, told in one sentence."""

from smartcity.domain.compliance import Row
from smartcity.domain.next_steps import NextStep
from smartcity.presentation.said import Said


def told(say: Said, row: Row, found: NextStep) -> str:
    is_up = found.place_then < found.place
    place = say(f"next_step.place.{'up' if is_up else 'same'}", **_places(found, is_up=is_up))
    facts = {"by": say.words.day(found.by), "standing": say.words.label(found.standing), "due": row.due}
    return say(f"next_step.{found.climb.value}", count=found.count, place=place, **facts)


def _places(found: NextStep, *, is_up: bool) -> dict[str, int]:
    places = {"place": found.place, "of": found.of}
    return {**places, "then": found.place_then} if is_up else places
