"""Texts that are being typed and not sent yet: every form that people type into, and which field of it is meant."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from smartcity.domain.access.roles import Act, Actor, is_allowed
from smartcity.domain.reporting.submission import FieldRef

# As much of one field as is kept; longer than any field of ours takes.
LONGEST_DRAFT = 20_000
LONGEST_THING, LONGEST_FIELD = 120, 40
MOST_TURNS = 1_000_000
# Instead of a field: the form itself, which knows how often it was sent.
WHOLE = ""


class DraftForm(StrEnum):
    """Every form with free text; values stand in the table and in the page."""

    acts: tuple[Act, ...]

    def __new__(cls, value: str, *acts: Act) -> Self:
        """Whoever may do one of the acts may keep a draft of it."""
        form = str.__new__(cls, value)
        form._value_, form.acts = value, acts
        return form

    REPORT = "report", Act.REPORT
    WAIT = "wait", Act.WAIT
    VERDICT = "verdict", Act.VERIFY, Act.APPROVE_CHANGE
    DECISION = "decision", Act.DECIDE
    MINUTES = "minutes", Act.RUN_MEETING
    AGENDA = "agenda", Act.RUN_MEETING
    MEETING = "meeting", Act.RUN_MEETING
    ANSWER = "answer", Act.ANSWER_DECISION
    ANSWER_VERDICT = "answer_verdict", Act.VERIFY_DECISION
    COMMENT = "comment", Act.COMMENT
    PROPOSAL = "proposal", Act.PROPOSE_CHANGE
    PLAN = "plan", Act.EDIT_PLAN
    REORGANISATION = "reorganisation", Act.REORGANISE
    PERIOD = "period", Act.MANAGE_PERIODS, Act.GRANT_EXCEPTION
    ACCOUNT = "account", Act.MANAGE_ACCOUNTS
    SCREEN = "screen", Act.MANAGE_SCREENS
    IMPORT = "import", Act.IMPORT_PLAN

    def is_open_to(self, actor: Actor) -> bool:
        return actor.account_id is not None and any(is_allowed(actor, act) for act in self.acts)


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """`thing` is what the form is about, by code or number; "" where there is only one such form."""

    form: DraftForm
    thing: str
    field: str

    @property
    def whole(self) -> "FieldPlace":
        """The form it is a field of."""
        return FieldPlace(self.form, self.thing, WHOLE)


def report_thing(programme: str, period_id: int) -> str:
    """What a report is about: a programme, by its code, and a period."""
    return f"{programme}-{period_id}"


def report_of(thing: str) -> tuple[str, int] | None:
    """Programme and period of a `report_thing`; None for what is none."""
    programme, _, period = thing.rpartition("-")
    return (programme, int(period)) if programme and period.isascii() and period.isdigit() else None


def report_place(programme: str, period_id: int, ref: FieldRef) -> FieldPlace:
    """One field of a report."""
    return FieldPlace(DraftForm.REPORT, report_thing(programme, period_id), ref.field)


@dataclass(frozen=True, slots=True)
class DraftText:
    """`text` is None for the form itself; `turn` counts how often the form was sent or given up by this account."""

    text: str | None
    turn: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class TypedField:
    """What a browser says: the text of one field, and the turn of the form it was typed into."""

    place: FieldPlace
    text: str
    turn: int
