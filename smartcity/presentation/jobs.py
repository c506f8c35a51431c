"""Jobs in words: what each is about, and what went wrong with it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime

from smartcity.domain.calendar import named_period
from smartcity.domain.operations.jobs import Job, JobKind
from smartcity.i18n.catalog import messages
from smartcity.presentation.formatter import Formatter


def about_text(say: Formatter, job: Job) -> str:
    """Whatever another version wrote about it stands as it is."""
    with suppress(ValueError):
        return _ABOUT[job.kind](say, job.about)
    return job.about


def _day(say: Formatter, about: str) -> str:
    return say.words.short_day(date.fromisoformat(about))


def _instant(say: Formatter, about: str) -> str:
    return say.instant(datetime.fromisoformat(about))


def _reminder(say: Formatter, about: str) -> str:
    period, _, day = about.partition(" ")
    return f"{say.period(named_period(period))}, {_day(say, day)}"


def _seal(say: Formatter, about: str) -> str:
    closed, at = about.rsplit(" ", 1)
    subject, _, name = closed.partition(" ")
    if subject == "periode":
        return say("jobs.seal.period", period=say.period(named_period(name)), day=_day(say, at))
    return say("jobs.seal.meeting", name=name, at=_instant(say, at))


_ABOUT: Mapping[JobKind, Callable[[Formatter, str], str]] = {
    JobKind.DAY: _day,
    JobKind.BACKUP: _instant,
    JobKind.REMINDER: _reminder,
    JobKind.SEAL: _seal,
    JobKind.VERIFY: _day,
}


def error_text(say: Formatter, error: Mapping[str, object] | None) -> str:
    """In the reader's language; the key itself where another version wrote it."""
    if error is None:
        return ""
    key, facts = str(error["key"]), error["facts"]
    if key not in messages(say.words.language) or not isinstance(facts, dict):
        return say("job.unexpected", why=key)
    return say.filled(key, facts)
