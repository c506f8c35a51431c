"""Evidence on the screens: who sees which."""

from smartcity.domain.history import Proof
from smartcity.ui.actor import me


def opens(proof: Proof) -> bool:
    """Whether whoever looks may see it."""
    return proof.is_open_to(me())
