"""Back-off after failed sign-ins, doubling up to a lock that ends by itself; limits on password resets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at the door."""

    at: datetime
    succeeded: bool


@dataclass(frozen=True, slots=True)
class ThrottlePolicy:
    """`free` wrong tries cost nothing; each further one doubles the wait, from `first_wait` up to `lock`.

    A wrong try is forgotten after `memory`; where the door `forgives`, a success forgets all before it.
    """

    free: int
    first_wait: timedelta
    lock: timedelta
    memory: timedelta
    forgives: bool

    def wait(self, failures: int) -> timedelta:
        """The wait after so many wrong tries."""
        over = failures - self.free
        if over <= 0:
            return timedelta(0)
        doublings = min(over - 1, 30)
        return min(self.first_wait * (1 << doublings), self.lock)


# A whole office may stand behind one address: it is given more tries, and the success of one forgives nobody else.
PER_ACCOUNT = ThrottlePolicy(4, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1), forgives=True)
# A browser in which the account was opened before has a count of its own, whatever others try.
PER_DEVICE = PER_ACCOUNT
PER_ADDRESS = ThrottlePolicy(40, timedelta(seconds=1), timedelta(minutes=15), timedelta(hours=1), forgives=False)
LONGEST_MEMORY = max(PER_ACCOUNT.memory, PER_ADDRESS.memory)


def locked_until(attempts: Sequence[Attempt], policy: ThrottlePolicy, now: datetime) -> datetime | None:
    """When the next try is heard again; None when it is heard now. `tries` in the order of time.

    What was recorded in the future, by a clock that was wrong, counts for nothing.
    """
    failures: list[datetime] = []
    for attempt in attempts:
        if attempt.at > now:
            continue
        if not attempt.succeeded:
            failures.append(attempt.at)
        elif policy.forgives:
            failures.clear()
    remembered = [at for at in failures if now - at < policy.memory]
    if not remembered:
        return None
    until = remembered[-1] + policy.wait(len(remembered))
    return until if until > now else None


def network_of(address: str) -> str:
    """Who counts as one caller: an IPv4 address, or the /64 in which one caller has every IPv6 address to himself."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(ip, IPv6Address):
        mapped = ip.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((ip, 64), strict=False))
    return str(ip)


RESET_LINK_LASTS = timedelta(minutes=30)
# Whoever asks more often within the hour waits, whether there is such an account or not.
RESET_WITHIN = timedelta(hours=1)
MOST_RESETS_PER_NAME, MOST_RESETS_PER_ADDRESS = 3, 10
