"""What was done about a decision, one after the other: an answer that is verified joins what stood there before."""


def with_answer(followed: str, text: str) -> str:
    """The answer last, once."""
    if without_answer(followed, text) != followed:
        return followed
    return "\n".join(part for part in (followed, text) if part)


def without_answer(followed: str, text: str) -> str:
    """What stood there before the answer, where it is the last of whole lines."""
    return "" if followed == text else followed.removesuffix(f"\n{text}")
