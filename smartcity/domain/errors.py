"""Two of the three kinds of no; the third, an invalid draft, is pydantic's own. And what only a bug breaks."""

from typing import TypeVar

T = TypeVar("T")


class Refused(Exception):
    """A business rule says no. Carries a message key of `words` and the facts to fill it."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts = facts


class AlreadyDone(Refused):
    """What was asked for is so already: nothing changes, and it is told as news, not as an error."""


class Forbidden(Exception):
    """The role may not do this."""

    def __init__(self, act: str, role: str) -> None:
        super().__init__(act, role)
        self.act = act
        self.role = role


class BrokenInvariant(Exception):
    """A bug: something is not so that the code around it makes sure of."""


def present(value: T | None) -> T:
    """The value; raises BrokenInvariant for None."""
    if value is None:
        raise BrokenInvariant("a value is missing")
    return value


def instance_of(kind: type[T], value: object) -> T:
    """The value; raises BrokenInvariant where it is not of that type."""
    if not isinstance(value, kind):
        raise BrokenInvariant(f"{type(value).__name__} is no {kind.__name__}")
    return value
