"""Impor: a workbook is tried first, brought in as a whole, and taken back as a whole."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup, escape
from sqlmodel import Session

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.diff import Diff, FieldChange, freeze
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain import lengths
from smartcity.domain.access.roles import Act
from smartcity.domain.errors import Refused
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.exchange.downloads.problems import problem_table, problem_workbook
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.problems import grouped_lines
from smartcity.exchange.workbook.source import read_workbook
from smartcity.presentation.tables import plan_edits
from smartcity.presentation.tables.plan_edits import FieldEdit, SheetCounts
from smartcity.queries import ledger, workbook
from smartcity.queries.ledger import BatchLine
from smartcity.ui.components import input_fields
from smartcity.ui.components.download import offer
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query_on, query_uncached
from smartcity.ui.frame.commands import now, on_click_at, refusal_slot, run_command, sentence
from smartcity.ui.frame.plain_text import plain_sentence
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may
from smartcity.ui.ledger import action_label, field_name, subject, value_text

MOST_PROBLEMS = 10
MOST_BATCHES = 20
MOST_CHANGES = 30
TURN, DONE = "imports-turn", "imports-done"
MARKS = {"auto": None, "comma": True, "point": False}
ORDERS = {"auto": None, "day": False, "month": True}


def newest_import() -> None:
    """Says which workbook was brought in by the run before."""
    if name := st.session_state.pop(DONE, None):
        st.success(plain_sentence(show.formatter()("imports.done", number=name)), icon=":material/check_circle:")


def workbook_field() -> Any:
    """Another one after each import: its file went with it."""
    key = f"imports-file-{st.session_state.get(TURN, 0)}"
    return st.file_uploader(show.formatter()("imports.file"), type=["xlsx"], key=key)


def mark_choice() -> bool | None:
    """Whether the mark of decimals is a comma; None where each column says so by itself."""
    return _choice("mark", MARKS)


def order_choice() -> bool | None:
    """Whether the month stands before the day; None where each column says so by itself."""
    return _choice("days", ORDERS)


def reason(draft: PlanDraft, diff: Diff) -> str:
    """Asked for once, where something verified gives way."""
    say = show.formatter()
    st.warning(say("imports.replaces", count=diff.unexplained), icon=":material/verified:")
    place = FieldPlace(DraftForm.IMPORT, draft.file_sha256, "reason")
    return input_fields.text_input(place, say("column.reason"), key="imports-reason", max_chars=lengths.NOTE)


def _choice(question: str, answers: Mapping[str, bool | None]) -> bool | None:
    """How to read what can be read in two ways."""
    say, key = show.formatter(), f"imports.{question}"
    answer = st.segmented_control(
        say(key), list(answers), default="auto", format_func=lambda a: say(f"{key}.{a}"), required=True
    )
    return answers[answer or "auto"]


def dry_run(file: Any, *, comma: bool | None, month_first: bool | None) -> tuple[PlanDraft, Diff] | None:
    """A dry run; None, with one sentence, for what is no workbook."""
    try:
        with st.spinner(show.formatter()("imports.reading")):
            workbook_read = read_workbook(file.name, file.getvalue())
            names = NameIndex(query_on(current_context().today, workbook.names_by_entity))
            draft = draft_of(workbook_read, names, comma=comma, month_first=month_first, zone=current_context().zone)
            return draft, query_uncached(_preview, draft)
    except Refused as no:
        st.error(plain_sentence(sentence(no)), icon=":material/block:")
        return None


def _preview(session: Session, draft: PlanDraft) -> Diff:
    return plan_import.preview(session, draft, at=now())


def bring_in(draft: PlanDraft) -> None:
    batch = run_command(plan_import.run, draft, at=now())
    if batch is not None:
        input_fields.end(DraftForm.IMPORT, draft.file_sha256)
        st.session_state[DONE] = draft.file_name
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
        st.rerun()


def problems(draft: PlanDraft) -> None:
    """One line per kind."""
    problem_lines = grouped_lines(draft, current_context().words, MOST_PROBLEMS)
    listing(problem_table(show.formatter(), problem_lines[:MOST_PROBLEMS], are_gathered=True))
    _more(len(problem_lines) - MOST_PROBLEMS)


def _more(count: int) -> None:
    """How many there are beside those that are listed."""
    if count > 0:
        show.note(show.formatter()("common.more", count=count))


def all_problems_link(draft: PlanDraft) -> None:
    say, words = show.formatter(), current_context().words
    name = f"{say('imports.problems.file')}-{draft.file_name}"
    offer("imports-problems", say("imports.problems.download"), name, lambda: problem_workbook(draft, words))


def differences(diff: Diff) -> None:
    say = show.formatter()
    counts = (
        SheetCounts(SHEET_BY_ENTITY[entity].title, *(count or None for count in (c.new, c.changed, c.same, c.wrong)))
        for entity, c in diff.counts.items()
        if c.new or c.changed or c.same or c.wrong
    )
    edits = [_edit(change, diff) for change in diff.changes[:MOST_CHANGES]]
    listing(plan_edits.sheets(say, list(counts)))
    if edits:
        show.heading(say("imports.changed"))
        listing(plan_edits.imported_fields(say, edits))
        _more(len(diff.changes) - MOST_CHANGES)


def _edit(change: FieldChange, diff: Diff) -> FieldEdit:
    """Rows that are meant are told by their codes."""
    links = {column: (name, target) for name, (target, column) in change.entity.links.items()}
    name, target = links.get(change.field, (change.field, None))
    old, new = ((_code(target, v, diff) if target else value_text(freeze(v))) for v in (change.old, change.new))
    title = SHEET_BY_ENTITY[change.entity.name].title
    return FieldEdit(field_name(name), old, new, title, _code(change.entity.name, change.row_id, diff))


def _code(entity: str, number: Any, diff: Diff) -> str:
    rows = (*query_on(current_context().today, workbook.workbook_rows)[entity], *diff.fresh.get(entity, ()))
    matching_row: Mapping[str, Any] = next((row for row in rows if row["id"] == number), {})
    return str(matching_row.get("code") or matching_row.get("name") or number or "—")


def history(names: tuple[str, ...] = ()) -> None:
    """The newest imports; each that still counts can be taken back while nothing was built on it."""
    newest = query_uncached(ledger.newest_imports, MOST_BATCHES, names=names)
    if not newest:
        show.note(show.formatter()("imports.none"))
        return
    for line in newest:
        _line(line)


def _line(line: BatchLine) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"batch-{line.number}"):
        show.render("imports/batch", line=line, title=_title(line))
        if line.withdrawn_at is None and may(Act.WITHDRAW_IMPORT):
            _undo(line)


def _title(line: BatchLine) -> Markup:
    """The file, or what was done on the screen and to what."""
    if line.entry is None or line.entry.action == "plan.import":
        return escape(line.name)
    return Markup("{}: {}").format(action_label(line.entry.action), subject(line.entry))


def _undo(line: BatchLine) -> None:
    say, place = show.formatter(), f"undo-{line.number}"
    with st.popover(say("imports.undo"), type="tertiary"):
        refusal_slot(place)
        st.write(plain_sentence(say("imports.undo.text", number=line.number)))
        closed = line.entry.after.get("accounts") if line.entry else None
        if closed:
            st.write(plain_sentence(say("imports.undo.accounts", who=value_text(closed))))
        st.button(
            say("imports.undo.go"),
            type="primary",
            key=place,
            on_click=on_click_at,
            args=(place, plan_import.withdraw, line.number),
        )
