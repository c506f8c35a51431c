"""Domain values as text: shares, deviations, chips of status, ages. Screens, walls, paper and mail use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from zoneinfo import ZoneInfo

from markupsafe import Markup

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Health, Reporting
from smartcity.domain.plan.dependencies import Blocker
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.attention import Concern
from smartcity.domain.portfolio.freshness import Age, Silence
from smartcity.domain.reasons import Reason
from smartcity.domain.rounding import (
    Points,
    as_reported,
    points_alone,
    points_beside,
    points_in_file,
    progress_in_file,
    progress_shown,
    weight_shown,
)
from smartcity.i18n.figures import (
    count_text,
    days_text,
    deviation_text,
    due_text,
    overdue_text,
    ratio_text,
    silence_text,
    silent_text,
    with_unit,
)
from smartcity.i18n.words import UNKNOWN, Words
from smartcity.presentation.labels import look
from smartcity.presentation.measures import IndicatorFormatter


@dataclass(frozen=True, slots=True)
class Formatter(IndicatorFormatter):
    """`today` is the as-of day: ages count from it. Days and hours of instants are those of `zone`."""

    words: Words
    today: date
    zone: str

    def __call__(self, key: str, **facts: object) -> str:
        return self.words.say(key, **facts)

    def sentence(self, key: str, **facts: object) -> str:
        """The text of a key with a capital, whatever fact it begins with."""
        text = self(key, **facts)
        return text[:1].upper() + text[1:]

    def counts(self, **numbers: int) -> dict[str, str]:
        """Facts of a sentence: small counts as words, the rest as digits."""
        return {name: count_text(self.words, count) for name, count in numbers.items()}

    def filled(self, key: str, facts: Mapping[str, object]) -> str:
        """The text of a key with facts of the domain in it, each as people read it."""
        return self.words.say(key, **{name: self.fact(value) for name, value in facts.items()})

    def programme(self, _code: str, name: str) -> str:
        """Its name; where there are screens, a link to the one that is about it. So are the next three."""
        return name

    def agency(self, _code: str, name: str) -> str:
        return name

    def indicator(self, _code: str, name: str) -> str:
        return name

    def decision(self, _code: str, text: str) -> str:
        return text

    def after_freeze(self, _at: datetime) -> str:
        """Nothing here; screens of frozen data mark what came in after it."""
        return ""

    def percent(self, share: Fraction | None) -> str:
        return self.words.percent(progress_shown(share))

    def physical(self, percent: Fraction | None) -> str:
        """As it was planned or reported: at most two decimals, unlimited above."""
        return self.words.percent(as_reported(percent))

    def deviation(self, progress: Progress | None) -> str:
        """In words, where verified and planned stand beside it."""
        return UNKNOWN if progress is None else deviation_text(self.words, deviation_beside(progress))

    def deviation_alone(self, progress: Progress | None) -> str:
        """In words, without the two numbers it is the difference of."""
        if progress is None:
            return UNKNOWN
        return deviation_text(self.words, points_alone(progress.deviation) if is_due(progress) else None)

    def ratio(self, progress: Progress | None) -> str:
        """What decides a health: `36% dari seharusnya 55%`."""
        return ratio_text(self.words, *_percents(progress))

    def due(self, progress: Progress | None) -> str:
        """The second number of the ratio, where the first stands beside it: `dari seharusnya 55%`."""
        return due_text(self.words, _percents(progress)[1])

    def cap(self, programme: Programme) -> str:
        """Why the health is lower than the ratio makes it: `satu tahapan lewat 30 hari`; else nothing."""
        cap = programme.cap
        return overdue_text(self.words, cap.milestones, cap.days) if cap else ""

    def health(self, health: Health, progress: Progress | None, cap: str = "") -> Markup:
        """The chip with the two numbers that decide it, or what caps it, in plain ink beside it."""
        return Markup('{} <span class="muted">{}</span>').format(self.chip(health), cap or self.ratio(progress))

    def origin_percent(self, share: Fraction | None) -> str:
        """A share where its origin is told: `57,14%`."""
        return self.words.percent(progress_in_file(share))

    def origin_points(self, change: Fraction) -> str:
        """A difference where its origin is told: `−8,24 poin`."""
        points = self.words.rounded(points_in_file(change * 100))
        return self.words.say("said.points", points=f"+{points}" if change > 0 else points)

    def with_unit(self, value: str, unit: str) -> str:
        return with_unit(value, unit)

    def weight(self, weight: Fraction) -> str:
        return self.words.number(weight_shown(weight))

    def instant(self, at: datetime | None) -> str:
        """24 Nov 2026, 16.05 WIB."""
        if at is None:
            return UNKNOWN
        day = self.words.short_day(self.day_of(at))
        return self.words.say("said.instant", day=day, clock=self.clock(at))

    def clock(self, at: datetime) -> str:
        """16.05 WIB."""
        return self.words.clock(at, self.zone)

    def day_of(self, at: datetime) -> date:
        """The city's day at that instant."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def fact(self, value: object) -> object:
        """A fact of a refusal as people read it: days, instants, periods and members of lists become words."""
        if isinstance(value, datetime):
            return self.instant(value)
        if isinstance(value, date):
            return self.words.short_day(value)
        if isinstance(value, PeriodName):
            return self.period(value)
        if isinstance(value, Decimal | Fraction):
            return self.words.number(value)
        return self.words.label(value) if isinstance(value, Enum) else value

    def ago(self, at: datetime | date | None) -> str:
        """The age of a fact in days: `hari ini`, `3 hari lalu`."""
        if at is None:
            return UNKNOWN
        days = (self.today - (self.day_of(at) if isinstance(at, datetime) else at)).days
        return self.words.say("said.today") if days <= 0 else self.words.say("said.days_ago", days=days)

    def silent(self, age: Age | None) -> Markup | str:
        """Of one thing, once it is past its cadence: `tanpa kabar 143 hari` in the shape of silence; else nothing."""
        days = age.silent_days if age else None
        return "" if days is None else self.chip(Reporting.SILENT, silent_text(self.words, days))

    def silence(self, silence: Silence, what: str = "programmes") -> Markup | str:
        """Of a group: how many are silent and the longest; else nothing."""
        text = silence_text(self.words, silence.count, silence.longest, what)
        return self.chip(Reporting.SILENT, text) if text else ""

    def days(self, count: int | None) -> str:
        return days_text(self.words, count)

    def reason(self, concern: Concern) -> Markup:
        """Why a programme needs attention."""
        milestone = concern.milestone
        facts = {"days": self._days_of(concern), "moves": milestone.moves if milestone else 0}
        blocker = milestone.blocked_by if milestone else None
        who = self.blocker_name(blocker) if blocker else UNKNOWN
        return self.chip(concern.reason, self(f"concern.{concern.reason.value}", who=who, **facts))

    def _days_of(self, concern: Concern) -> int:
        """Silence counts from the newest word; data frozen earlier counted only the days past the cadence."""
        is_silence, heard_at = concern.reason is Reason.STALE, concern.newest_input_at
        return (self.today - heard_at.date()).days if is_silence and heard_at else concern.days

    def blocker_name(self, blocker: Blocker) -> str:
        """Who is waited for."""
        return blocker.name

    def blocked_by(self, blocker: Blocker, milestone: Milestone) -> str:
        """`menunggu Dinas PUPR sejak 14 Sep 2026 (71 hari)`; what excuses but was said only afterwards says so."""
        facts = {
            "who": self.blocker_name(blocker),
            "since": self.words.short_day(blocker.since),
            "days": blocker.days(self.today),
        }
        key = "wait.ball" if blocker.milestone is None else "wait.ball.own" if blocker.is_own else "wait.ball.milestone"
        text = self(key, milestone=blocker.milestone, **facts)
        if not blocker.since <= milestone.facts.due_on < blocker.told_on:
            return text
        return f"{text}, {self('wait.told_late', day=self.words.short_day(blocker.told_on))}"

    def blockers(self, milestone: Milestone) -> Markup:
        """Whom it waits for, a line each."""
        lines = ((self.blocked_by(blocker, milestone), blocker.note) for blocker in milestone.blockers)
        line = Markup('<div class="sub">{}</div>')
        return Markup("").join(line.format(" · ".join(filter(None, parts))) for parts in lines)

    def status(self, milestone: Milestone) -> Markup:
        """The chip of a milestone; what is late because of another says so."""
        blocker, chip = milestone.blocked_by, self.chip(milestone.status)
        if blocker is None:
            return chip
        because = self("wait.because", who=self.blocker_name(blocker))
        return chip + Markup(' <span class="tone {} blocked">{}</span>').format(look(milestone.status)[0], because)

    def chip(self, member: Enum, text: str | None = None) -> Markup:
        """Shape, word and colour of a status."""
        kind, mark = look(member)
        shown = text if text is not None else self.words.label(member)
        return Markup('<span class="tone {}"><i aria-hidden="true">{}</i> {}</span>').format(kind, mark, shown)


def _percents(progress: Progress | None) -> tuple[Decimal | None, Decimal | None]:
    """Verified and planned as they are shown."""
    if progress is None:
        return None, None
    return progress_shown(progress.verified), progress_shown(progress.planned)


def is_due(progress: Progress) -> bool:
    """What owes nothing yet and has done nothing is not due, not as planned."""
    return bool(progress.planned or progress.verified)


def deviation_beside(progress: Progress) -> Points | None:
    """The deviation where its two numbers stand beside it; None while nothing is due."""
    return points_beside(progress.verified, progress.planned) if is_due(progress) else None
