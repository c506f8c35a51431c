"""The jobs on Cek Data: what is open, what failed and why, what went well last."""

from smartcity.domain.job_list import JobList
from smartcity.domain.jobs import Job, JobState
from smartcity.domain.kinds import Health
from smartcity.presentation.jobs import about_text, error_text
from smartcity.queries import jobs
from smartcity.ui import show
from smartcity.ui.answers import ask_now
from smartcity.ui.moment import here

MOST = 25
TONES = {
    JobState.GIVEN_UP: Health.LATE,
    JobState.WAITING: Health.NOT_DUE,
    JobState.RUNNING: Health.ON_TRACK,
    JobState.DONE: Health.DONE,
}


def job_list() -> JobList:
    return ask_now(jobs.listed)


def listed(found: JobList) -> None:
    """Nothing where no worker ever ran."""
    if not found.jobs:
        return
    say = show.said()
    stopped = say("jobs.stopped", day=say.words.short_day(found.day)) if found.is_stopped(here().today) else ""
    show.block(
        "jobs",
        jobs=found.jobs[:MOST],
        hidden=len(found.jobs) - MOST,
        stopped=stopped,
        chip_of=_chip,
        about_of=lambda job: about_text(say, job),
        error_of=lambda job: error_text(say, job.error),
        when_of=lambda job: say.instant(job.ended_at or job.due_at),
    )


def _chip(job: Job) -> str:
    say = show.said()
    is_doubted = job.error is not None and job.state is not JobState.GIVEN_UP
    tone = Health.ATTENTION if is_doubted else TONES[job.state]
    key = "jobs.again" if is_doubted and job.state is JobState.WAITING else f"job_state.{job.state.value}"
    return say.chip(tone, say(key))
