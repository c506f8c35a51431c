"""Meetings as plain text: invitation, minutes and reminder."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from smartcity.domain.enums import MeetingState
from smartcity.domain.facts.decisions import CountedDecision, Decision, Meeting
from smartcity.domain.meetings.agenda import AgendaItem
from smartcity.domain.meetings.rehearsal import Rehearsal
from smartcity.domain.plan.programmes import Agency
from smartcity.presentation.agenda import item_absence, item_because, item_question, item_rule, item_title
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.reporting import Reminder


def timer_clock(seconds: int) -> str:
    """Minutes and seconds, with a minus once the time is up: `4:05`, `−0:30`."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02}"


_BETWEEN = "\n\n"


def meeting_time(say: Formatter, meeting: Meeting) -> str:
    """28 November 2026, 09.00 WIB, Balai Kota: what is known of it."""
    clock = None
    if meeting.starts_at is not None:
        clock = say.clock(datetime.combine(meeting.held_on, meeting.starts_at, ZoneInfo(say.zone)))
    return ", ".join(part for part in (say.words.day(meeting.held_on), clock, meeting.place) if part)


def minutes_text(
    say: Formatter,
    meeting: Meeting,
    items: Iterable[AgendaItem],
    decisions: Iterable[CountedDecision],
    attendance: tuple[Sequence[Agency], Sequence[Agency]],
    since: str = "",
) -> str:
    """Risalah: who came, what was discussed and for how long, what was decided. `attendance`: present and absent.

    `since` is what is another since the meeting before.
    """
    parts = [f"*{say('minutes.title', name=meeting.name)}*\n{meeting_time(say, meeting)}"]
    if meeting.snapshot is not None:
        parts.append(say("minutes.snapshot", number=meeting.snapshot))
    parts += [since] if since else []
    parts += _attendance(say, *attendance)
    parts += [say("minutes.agenda"), *(_item(say, n, item) for n, item in enumerate(items, start=1))]
    decided = [_decision(say, number, decision) for number, decision in enumerate(decisions, start=1)]
    parts += [say("minutes.decisions"), *(decided or [say("minutes.no_decisions")])]
    parts += [meeting.minutes] if meeting.minutes else []
    return _BETWEEN.join(parts)


def _attendance(say: Formatter, present: Sequence[Agency], absent: Sequence[Agency]) -> list[str]:
    if not present and not absent:
        return []
    lines = [say("minutes.present", n=len(present), of=len(present) + len(absent), names=_names(present))]
    return lines + ([say("minutes.absent", names=_names(absent))] if absent else [])


def _names(agencies: Iterable[Agency]) -> str:
    return ", ".join(agency.short_name for agency in agencies) or "—"


def _item(say: Formatter, number: int, item: AgendaItem) -> str:
    lines = [f"{number}. {item_title(say, item)}"]
    why = ": ".join(part for part in (item_rule(say, item), item_because(say, item)) if part)
    lines.append(f"   {why}")
    absent = item_absence(say, item, MeetingState.CLOSED)
    if item.timer.spent_seconds and not absent:
        spoken = timer_clock(item.timer.spent_seconds)
        lines.append(f"   {say('minutes.spoken', spoken=spoken, planned=item.timer.planned or 0)}")
    if absent:
        lines.append(f"   {absent}")
    return "\n".join(lines + ([f"   {item.minutes}"] if item.minutes else []))


def _decision(say: Formatter, number: int, decision: CountedDecision) -> str:
    if not isinstance(decision, Decision):
        return f"{number}. {say('agenda.hidden')}"
    due = say.words.day(decision.due_on) if decision.due_on else say("minutes.no_due")
    secret = f" ({say('decision.confidential').lower()})" if decision.is_confidential else ""
    details = say("minutes.decision", agency=decision.agency.short_name, due=due, code=decision.code)
    return f"{number}. {decision.text}\n   {details}{secret}"


def invitation(
    say: Formatter, meeting: Meeting, agency: Agency, rehearsal: Rehearsal, url: str, since: str = ""
) -> Reminder:
    """Before: what is another since the last meeting, the items of this agency, what evidence is missing."""
    parts = [say("invitation.greeting", agency=agency.name), say("invitation.when", when=meeting_time(say, meeting))]
    parts += [since] if since else []
    asked = [_asked(say, number, item) for number, item in enumerate(rehearsal.items, start=1)]
    parts += [say("invitation.items"), *asked] if asked else [say("invitation.no_items")]
    if rehearsal.unproven:
        missing = "\n".join(f"• {milestone.name} ({programme.name})" for programme, milestone in rehearsal.unproven)
        parts.append(f"{say('invitation.unproven')}\n{missing}")
    parts.append(say("invitation.where", url=f"{url.rstrip('/')}/lapor"))
    return Reminder(agency.code, meeting.name, _BETWEEN.join(parts))


def _asked(say: Formatter, number: int, item: AgendaItem) -> str:
    return "\n".join(part for part in (f"{number}. {item_title(say, item)}", item_question(say, item)) if part)


def decision_reminder(
    say: Formatter, agency: Agency, decisions: Sequence[Decision], today: date, url: str, since: str = ""
) -> Reminder:
    """After: the open decisions of this agency, the oldest first, what is another (`since`), where to answer."""
    parts = [say("decision_reminder.greeting", agency=agency.name)]
    parts += [_task(say, number, decision, today) for number, decision in enumerate(decisions, start=1)]
    parts += [since] if since else []
    parts.append(say("decision_reminder.where", url=f"{url.rstrip('/')}/lapor"))
    return Reminder(agency.code, say("decision_reminder.subject"), _BETWEEN.join(parts))


def _task(say: Formatter, number: int, decision: Decision, today: date) -> str:
    if decision.due_on is None:
        due = say("minutes.no_due")
    else:
        late = decision.is_overdue(today)
        facts = {"due": say.words.day(decision.due_on), "days": abs((today - decision.due_on).days)}
        due = say("decision_reminder.late" if late else "decision_reminder.due", **facts)
    return f"{number}. {decision.text}\n   {due} ({decision.code})"
