"""The statements of the sample: what each programme would have written, given what its milestones say."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from smartcity.domain.enums import Claim, OwnRating
from tools.sample.progress import (
    LAST_NEWS,
    OLD_OBSTACLES,
    PERIODS,
    Fields,
    Trouble,
    Update,
    finished_on,
    instant,
    reported_on,
    troubles,
    updates,
)
from tools.sample.tables import Plan, Step, operator, programmes, spread

NEXT = ("Menuntaskan {}.", "Melanjutkan {}.", "Memusatkan kerja pada {}.", "Memeriksa hasil sementara {}.")
QUIET = ("Persiapan {} berlanjut.", "Menyusun bahan untuk {}.", "Koordinasi pelaksana {} berjalan.")
LONGEST = 60


def statements() -> list[Fields]:
    """One row per programme and period in which it reported."""
    by_quarter = troubles()
    return [row for plan in programmes() for row in _of(plan, by_quarter)]


def _of(plan: Plan, by_quarter: Mapping[tuple[str, int], Trouble]) -> Iterator[Fields]:
    plan_updates = list(updates(plan))
    since = plan.starts
    for year, number in PERIODS:
        day = reported_on(plan, year, number)
        if day is not None:
            trouble = by_quarter.get((plan.code, number)) if year == 2026 else None
            yield _statement(plan, (year, number), (since, day), plan_updates, trouble)
            since = day


def _statement(
    plan: Plan, period: tuple[int, int], span: tuple[date, date], plan_updates: list[Update], trouble: Trouble | None
) -> Fields:
    since, day = span
    late = [step for step in plan.steps if _is_late(step, day, plan_updates)]
    blocked = next((s.code for s in plan.steps if trouble and s.name == trouble.step), None)
    return {
        "programme": plan.code,
        "year": period[0],
        "number": period[1],
        "own_rating": trouble.rating if trouble else _rating(len(late)),
        "happened": _happened(plan, since, day, plan_updates),
        "obstacle": _obstacle(plan, period, late, trouble),
        "next_step": trouble.next_step if trouble else _next(plan, day),
        "help_needed": (trouble.help_needed or None) if trouble else None,
        "help_from": (trouble.help_from or None) if trouble else None,
        "obstacle_milestone": blocked,
        "recorded_at": instant(day, plan.code),
        "recorded_by": operator(plan.lead),
    }


def _obstacle(plan: Plan, period: tuple[int, int], late: list[Step], trouble: Trouble | None) -> str | None:
    if trouble is not None:
        return trouble.obstacle or None
    if late and period < (2026, 3):
        return OLD_OBSTACLES[spread(f"{plan.code}{period}", len(OLD_OBSTACLES))]
    return None


def _rating(late: int) -> OwnRating:
    return (OwnRating.ON_TRACK, OwnRating.ATTENTION, OwnRating.LATE)[min(late, 2)]


def _is_late(step: Step, day: date, plan_updates: list[Update]) -> bool:
    if step.tale.word in ("batal", "tunda") or step.due >= day:
        return False
    done = [u for u in plan_updates if u.step is step and u.claim is Claim.DONE and u.at <= _end(day)]
    return not done


def _end(day: date) -> datetime:
    return datetime.combine(day, datetime.max.time(), instant(day, "").tzinfo)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _inside(name: str) -> str:
    """The name as it stands within a sentence; names that begin with an abbreviation keep their capitals."""
    short = _short(name)
    return short if short[1].isupper() or short.startswith(("Wi-Fi", "Talawi")) else short[0].lower() + short[1:]


def _happened(plan: Plan, since: date, day: date, plan_updates: list[Update]) -> str:
    new = [u for u in plan_updates if since < u.at.date() <= day]
    done = list(dict.fromkeys(_short(u.step.name) for u in new if u.claim is Claim.DONE))
    running = {_short(u.step.name): u.percent for u in new if u.claim is Claim.RUNNING}
    parts = [f"Selesai: {'; '.join(done[:3])}."] if done else []
    parts += [f"{name} berjalan {percent}%." for name, percent in list(running.items())[:2] if name not in done]
    if not parts:
        text = QUIET[spread(f"{plan.code}{day}", len(QUIET))]
        parts = [text.format(_inside(_ahead(plan, day).name))]
    return " ".join(parts)


def _ahead(plan: Plan, day: date) -> Step:
    """The nearest milestone not finished on that day; the last one when all are."""
    open_steps = [s for s in plan.steps if s.tale.word not in ("batal", "tunda") and not _was_finished(s, day)]
    return min(open_steps or plan.steps[-1:], key=lambda step: step.due)


def _was_finished(step: Step, day: date) -> bool:
    done = finished_on(step)
    return done is not None and done <= min(day, LAST_NEWS)


def _next(plan: Plan, day: date) -> str:
    return NEXT[spread(f"{day}{plan.code}", len(NEXT))].format(_inside(_ahead(plan, day).name))
