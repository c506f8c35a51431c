"""What an act is refused with, where a test asks for both answers."""

from collections.abc import Callable

from smartcity.domain.errors import Refused


def refusal_of(act: Callable[[], object]) -> Refused | None:
    """None where the act went through."""
    try:
        act()
    except Refused as refused:
        return refused
    return None
