"""Names that nothing in this run has borne before; of two, the later sorts last."""

import os
from itertools import count

_numbers = count(1)


def fresh_name() -> str:
    """The process is part of it: workers share the server of PostgreSQL databases."""
    return f"{os.getpid():x}-{next(_numbers):05d}"
