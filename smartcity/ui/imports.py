"""Impor: a workbook is tried first, brought in as a whole, and taken back as a whole."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup, escape
from sqlmodel import Session

from smartcity.commands import plan_import
from smartcity.commands.drafts import PlanDraft
from smartcity.commands.plan_diff import Diff, FieldChange, freeze
from smartcity.domain import lengths
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act
from smartcity.exchange.drafting import draft_of
from smartcity.exchange.layout import BY_NOUN
from smartcity.exchange.names import Names
from smartcity.exchange.problem_books import problem_book
from smartcity.exchange.problems import lines
from smartcity.exchange.tables import read_workbook
from smartcity.queries import batches, workbook
from smartcity.queries.batches import BatchLine
from smartcity.ui import field_drafts, show
from smartcity.ui.act import now, perform, sentence
from smartcity.ui.actor import may
from smartcity.ui.answers import ask_now, ask_on
from smartcity.ui.download import offer
from smartcity.ui.ledger import field, subject, told, value
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_sentence
from smartcity.ui.refusals import press_at, refusal

MOST_PROBLEMS = 10
MOST_BATCHES = 20
MOST_CHANGES = 30
TURN, DONE = "imports-turn", "imports-done"
MARKS = {"auto": None, "comma": True, "point": False}
ORDERS = {"auto": None, "day": False, "month": True}


def upload() -> None:
    """The file, what is wrong with it and what it would do; the button that brings it in stands below."""
    say, turn = show.said(), st.session_state.get(TURN, 0)
    if number := st.session_state.pop(DONE, None):
        st.success(plain_sentence(say("imports.done", number=number)), icon=":material/check_circle:")
    show.block("upload_words", button=say("imports.choose"), limit=say("imports.limit"))
    beside, marks = st.columns([3, 2], vertical_alignment="top")
    file = beside.file_uploader(say("imports.file"), type=["xlsx"], key=f"imports-file-{turn}")
    if file is None:
        return
    with marks:
        comma, month_first = _choice("mark", MARKS), _choice("days", ORDERS)
    tried = _tried(file, comma, month_first)
    if tried is None:
        return
    draft, diff = tried
    if draft.errors:
        _refused(draft, diff)
        return
    if diff.unexplained:
        draft.reason = _reason(draft, diff)
    if st.button(say("imports.go"), type="primary", icon=":material/upload_file:"):
        _bring_in(draft, turn)
    if draft.warnings:
        show.heading(say("imports.doubts"))
        _problems(draft)
        _whole_list(draft)
    show.heading(say("imports.diff"))
    _diff(diff)


def _reason(draft: PlanDraft, diff: Diff) -> str:
    """Asked for once, where something verified gives way."""
    say = show.said()
    st.warning(say("imports.replaces", count=diff.unexplained), icon=":material/verified:")
    place = FieldPlace(DraftForm.IMPORT, draft.file_sha256, "reason")
    return field_drafts.text_input(place, say("column.reason"), key="imports-reason", max_chars=lengths.NOTE)


def _choice(question: str, answers: Mapping[str, bool | None]) -> bool | None:
    """How to read what can be read in two ways."""
    say, key = show.said(), f"imports.{question}"
    answer = st.segmented_control(
        say(key), list(answers), default="auto", format_func=lambda a: say(f"{key}.{a}"), required=True
    )
    return answers[answer or "auto"]


def _refused(draft: PlanDraft, diff: Diff) -> None:
    """What is wrong stands first, what the rest would do is folded away."""
    say = show.said()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.error(say("imports.errors", count=len(draft.errors)), icon=":material/block:", width="stretch")
        _whole_list(draft)
    _problems(draft)
    with st.expander(say("imports.diff")):
        _diff(diff)


def _tried(file: Any, comma: bool | None, month_first: bool | None) -> tuple[PlanDraft, Diff] | None:
    """A dry run; None, with one sentence, for what is no workbook."""
    try:
        with st.spinner(show.said()("imports.reading")):
            found = read_workbook(file.name, file.getvalue())
            names = Names(ask_on(here().today, workbook.called))
            draft = draft_of(found, names, comma=comma, month_first=month_first, zone=here().zone)
            return draft, ask_now(_preview, draft)
    except Refused as no:
        st.error(plain_sentence(sentence(no)), icon=":material/block:")
        return None


def _preview(session: Session, draft: PlanDraft) -> Diff:
    return plan_import.preview(session, draft, at=now())


def _bring_in(draft: PlanDraft, turn: int) -> None:
    batch = perform(plan_import.run, draft, at=now())
    if batch is not None:
        field_drafts.end(DraftForm.IMPORT, draft.file_sha256)
        st.session_state[DONE] = draft.file_name
        st.session_state[TURN] = turn + 1
        st.rerun()


def _problems(draft: PlanDraft) -> None:
    """One line per kind."""
    found = lines(draft, here().words, MOST_PROBLEMS)
    show.block("problems", lines=found[:MOST_PROBLEMS], more=max(len(found) - MOST_PROBLEMS, 0))


def _whole_list(draft: PlanDraft) -> None:
    say, words = show.said(), here().words
    name = f"{say('imports.problems.file')}-{draft.file_name}"
    offer("imports-problems", say("imports.problems.download"), name, lambda: problem_book(draft, words))


def _diff(diff: Diff) -> None:
    counted = [(BY_NOUN[noun].title, c) for noun, c in diff.counts.items() if c.new or c.changed or c.same or c.wrong]
    changed = [_told(change, diff) for change in diff.changes[:MOST_CHANGES]]
    show.block("diff", counted=counted, changed=changed, more=max(len(diff.changes) - MOST_CHANGES, 0))


def _told(change: FieldChange, diff: Diff) -> tuple[str, ...]:
    """Sheet, code, heading, old and new; rows that are meant are told by their codes."""
    links = {column: (name, target) for name, (target, column) in change.noun.links.items()}
    name, target = links.get(change.field, (change.field, None))
    old, new = ((_code(target, v, diff) if target else value(freeze(v))) for v in (change.old, change.new))
    return BY_NOUN[change.noun.name].title, _code(change.noun.name, change.row_id, diff), field(name), old, new


def _code(noun: str, number: Any, diff: Diff) -> str:
    rows = (*ask_on(here().today, workbook.whole)[noun], *diff.fresh.get(noun, ()))
    found: Mapping[str, Any] = next((row for row in rows if row["id"] == number), {})
    return str(found.get("code") or found.get("name") or number or "—")


def history(heading: str, *, names: tuple[str, ...] = ()) -> None:
    """The newest imports; each that still counts can be taken back while nothing was built on it."""
    found = ask_now(batches.newest, MOST_BATCHES, names=names)
    show.heading(heading)
    if not found:
        show.note(show.said()("imports.none"))
        return
    for line in found:
        _line(line)


def _line(line: BatchLine) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"batch-{line.number}"):
        show.block("batch", line=line, title=_title(line))
        if line.withdrawn_at is None and may(Act.WITHDRAW_IMPORT):
            _undo(line)


def _title(line: BatchLine) -> Markup:
    """The file, or what was done on the screen and to what."""
    if line.entry is None or line.entry.action == "plan.import":
        return escape(line.name)
    return Markup("{}: {}").format(told(line.entry.action), subject(line.entry))


def _undo(line: BatchLine) -> None:
    say, place = show.said(), f"undo-{line.number}"
    with st.popover(say("imports.undo"), type="tertiary"):
        refusal(place)
        st.write(plain_sentence(say("imports.undo.text", number=line.number)))
        closed = line.entry.after.get("accounts") if line.entry else None
        if closed:
            st.write(plain_sentence(say("imports.undo.accounts", who=value(closed))))
        st.button(
            say("imports.undo.go"),
            type="primary",
            key=place,
            on_click=press_at,
            args=(place, plan_import.withdraw, line.number),
        )
