"""Two of the three kinds of no; the third, an invalid draft, is pydantic's own."""


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
