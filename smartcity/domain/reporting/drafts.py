"""Texts that are being typed and not sent yet: every form that people type into, and which field of it is meant."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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

    REPORT = "report"
    WAIT = "wait"
    VERDICT = "verdict"
    DECISION = "decision"
    MINUTES = "minutes"
    AGENDA = "agenda"
    MEETING = "meeting"
    ANSWER = "answer"
    ANSWER_VERDICT = "answer_verdict"
    COMMENT = "comment"
    PROPOSAL = "proposal"
    PLAN = "plan"
    REORGANISATION = "reorganisation"
    PERIOD = "period"
    ACCOUNT = "account"
    SCREEN = "screen"
    IMPORT = "import"

    @property
    def acts(self) -> tuple[Act, ...]:
        """Whoever may do one of these may keep a draft of it."""
        return _ACTS[self]

    def is_open_to(self, actor: Actor) -> bool:
        return actor.account_id is not None and any(is_allowed(actor, act) for act in self.acts)


_ACTS = {
    DraftForm.REPORT: (Act.REPORT,),
    DraftForm.WAIT: (Act.WAIT,),
    DraftForm.VERDICT: (Act.VERIFY, Act.APPROVE_CHANGE),
    DraftForm.DECISION: (Act.DECIDE,),
    DraftForm.MINUTES: (Act.RUN_MEETING,),
    DraftForm.AGENDA: (Act.RUN_MEETING,),
    DraftForm.MEETING: (Act.RUN_MEETING,),
    DraftForm.ANSWER: (Act.ANSWER_DECISION,),
    DraftForm.ANSWER_VERDICT: (Act.VERIFY_DECISION,),
    DraftForm.COMMENT: (Act.COMMENT,),
    DraftForm.PROPOSAL: (Act.PROPOSE_CHANGE,),
    DraftForm.PLAN: (Act.EDIT_PLAN,),
    DraftForm.REORGANISATION: (Act.REORGANISE,),
    DraftForm.PERIOD: (Act.MANAGE_PERIODS, Act.GRANT_EXCEPTION),
    DraftForm.ACCOUNT: (Act.MANAGE_ACCOUNTS,),
    DraftForm.SCREEN: (Act.MANAGE_SCREENS,),
    DraftForm.IMPORT: (Act.IMPORT_PLAN,),
}


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
