"""Jobs in words: what each is about, and what went wrong with it."""

from collections.abc import Mapping
from datetime import date, datetime

from smartcity.domain.jobs import Job, JobKind
from smartcity.domain.periods import named_period
from smartcity.telling.said import Said
from smartcity.words.catalog import messages


def about_text(say: Said, job: Job) -> str:
    """The day, the instant, or the period and the day."""
    if job.kind is JobKind.DAY:
        return say.words.short_day(date.fromisoformat(job.about))
    if job.kind is JobKind.BACKUP:
        return say.instant(datetime.fromisoformat(job.about))
    period, _, day = job.about.partition(" ")
    return f"{say.period(named_period(period))}, {say.words.short_day(date.fromisoformat(day))}"


def error_text(say: Said, error: Mapping[str, object] | None) -> str:
    """In the reader's language; the key itself where another version wrote it."""
    if error is None:
        return ""
    key, facts = str(error["key"]), error["facts"]
    if key not in messages(say.words.language) or not isinstance(facts, dict):
        return say("job.unexpected", why=key)
    return say.filled(key, facts)
