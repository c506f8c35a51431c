"""Every kind of job with its handler, and what a new day brings.

A further kind is a member of `JobKind`, its handler in a line here, and its words under `job_kind.` in both catalogs.
"""

from collections.abc import Mapping

from smartcity.domain.jobs import JobKind
from smartcity.jobs import backup, reminders, seals, verifying
from smartcity.jobs.clock import Bringer, day_handler
from smartcity.jobs.running import Handler

BRINGERS: tuple[Bringer, ...] = (verifying.bring, backup.bring, reminders.bring, seals.bring)
HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.DAY: day_handler(BRINGERS),
    JobKind.BACKUP: backup.run,
    JobKind.REMINDER: reminders.run,
    JobKind.SEAL: seals.run,
    JobKind.VERIFY: verifying.run,
}
