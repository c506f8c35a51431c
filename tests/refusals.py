"""What an act is refused with, where a test asks for both answers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from smartcity.domain.access.roles import Actor
from smartcity.domain.errors import Refused


def refusal_of(act: Callable[[], object]) -> Refused | None:
    """None where the act went through."""
    try:
        act()
    except Refused as refused:
        return refused
    return None


def refused_at_once(act: Callable[[Actor], object], *actors: Actor) -> list[str]:
    """The keys of what was refused when all of them did it at the same time."""

    def attempt(actor: Actor) -> list[str]:
        try:
            act(actor)
        except Refused as refusal:
            return [refusal.key]
        return []

    with ThreadPoolExecutor(len(actors)) as pool:
        return [key for keys in pool.map(attempt, actors) for key in keys]
