"""The files that open sessions offer, by the random token in their addresses: the screens add, the routes find."""

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakValueDictionary


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Offer:
    """A file that `make` makes for this account (None: for guests) while its session lives."""

    token: str
    account_id: int | None
    file_name: str
    make: Callable[[], bytes]


OFFERS: WeakValueDictionary[str, Offer] = WeakValueDictionary()
