"""The hand-over sheet as one text, to be printed, copied or sent."""

from collections.abc import Iterable

from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.portfolio.agencies import HandOver
from smartcity.presentation.formatter import Formatter


def letter(say: Formatter, sheet: HandOver, label: str) -> str:
    """Whole: it needs nothing around it."""
    parts = [
        say("handover.title", label=label, agency=sheet.agency.name),
        say("handover.day", day=say.words.day(sheet.as_of)),
        _part(say("handover.promises", count=len(sheet.promises)), _milestones(say, sheet.promises)),
        _part(say("handover.unproven", count=len(sheet.unproven)), _milestones(say, sheet.unproven)),
        _part(say("handover.decisions", count=len(sheet.decisions)), _decisions(say, sheet)),
        say("handover.sign"),
    ]
    return "\n\n".join(part for part in parts if part)


def _part(heading: str, lines: Iterable[str]) -> str:
    listed = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    return "\n".join([heading, *listed]) if listed else heading


def _milestones(say: Formatter, due_milestones: Iterable[ProgrammeMilestone]) -> Iterable[str]:
    for programme, milestone in due_milestones:
        facts = {"milestone": milestone.name, "programme": programme.name}
        due, status = say.words.short_day(milestone.facts.due_on), say.words.label(milestone.status)
        yield say("handover.milestone", due=due, status=status, **facts)


def _decisions(say: Formatter, sheet: HandOver) -> Iterable[str]:
    for decision in sheet.decisions:
        due = say.words.short_day(decision.due_on)
        yield say("handover.decision", code=decision.code, text=decision.text, due=due)
