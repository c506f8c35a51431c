"""Verbs on the plan: import it with its problem list and diff, export it, write the template."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.cli.console import argument, database, option, out, tell, words
from smartcity.commands.access import account_endings
from smartcity.commands.plan import plan_import
from smartcity.commands.plan.diff import Diff
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.errors import Refused
from smartcity.exchange.downloads.problems import problem_workbook
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.problems import grouped_lines
from smartcity.exchange.workbook.source import read_source
from smartcity.exchange.workbook.templates import write_template
from smartcity.exchange.workbook.writing import write_csv, write_workbook
from smartcity.i18n.words import Words
from smartcity.queries import portfolio, workbook
from smartcity.store.engine import reading, writing
from smartcity.store.masterplan import day_of, zone_name
from smartcity.store.storage_errors import FULL, is_full

MOST = 20


def show_problems(draft: PlanDraft, words: Words) -> None:
    problem_lines = grouped_lines(draft, words, MOST)
    if not problem_lines:
        return
    table = Table(
        *(words.say(f"import.head.{name}") for name in ("sheet", "row", "column", "value", "advice", "count"))
    )
    for line in problem_lines[:MOST]:
        advice = f"({words.say('import.warning')}) {line.advice}" if line.is_warning else line.advice
        cells = (line.sheet, line.rows, line.column, line.value, advice, words.number(line.count, 0))
        table.add_row(*(_harmless(cell) for cell in cells), style="yellow" if line.is_warning else "red")
    out().print(table)
    if len(problem_lines) > MOST:
        out().print(words.say("common.more", count=len(problem_lines) - MOST))
    if any(line.count > 1 for line in problem_lines) or len(problem_lines) > MOST:
        out().print(words.say("import.whole_list"), markup=False)


def _harmless(typed: str) -> Text:
    """What stands in a file is neither markup nor a command to the terminal."""
    return Text("".join(letter if letter.isprintable() else " " for letter in typed))


def show_diff(diff: Diff, words: Words) -> None:
    heads = [words.say(f"import.head.{name}") for name in ("sheet", "new", "changed", "same", "wrong")]
    table = Table(*heads)
    for entity, counts in diff.counts.items():
        figures = (counts.new, counts.changed, counts.same, counts.wrong)
        if any(figures):
            table.add_row(SHEET_BY_ENTITY[entity].title, *(words.number(figure, 0) for figure in figures))
    if table.row_count:
        out().print(table)


# What a template says already, so that nobody has to type or invent it again.
PREFILLED = ("dimension", "sub_dimension", "agency")


def import_plan(
    file: Annotated[Path | None, argument("import.help.file")] = None,
    *,
    dry_run: Annotated[bool, option("--dry-run", "import.help.dry_run")] = False,
    undo: Annotated[int | None, option("--undo", "import.help.undo", min=1, max=2**31 - 1)] = None,
    decimal: Annotated[Literal["comma", "point"] | None, option("--decimal", "import.help.decimal")] = None,
    days: Annotated[Literal["day", "month"] | None, option("--days", "import.help.days")] = None,
    problems: Annotated[Path | None, option("--problems", "import.help.problems")] = None,
    reason: Annotated[str | None, option("--reason", "import.help.reason")] = None,
    sample: Annotated[bool, option("--sample", "import.help.sample")] = False,
) -> None:
    with database() as engine:
        if undo is not None and dry_run:
            raise Refused("import.undo.dry")
        if undo is not None and file is not None:
            raise Refused("import.undo.alone")
        if undo is not None:
            return _undo(engine, undo)
        if file is None:
            raise Refused("import.needs_file")
        if sample and _has_plan(engine):
            return tell("import.has_plan")
        if problems is not None and problems.suffix.casefold() != ".xlsx":
            raise Refused("import.template_target", path=problems)
        comma = None if decimal is None else decimal == "comma"
        month_first = None if days is None else days == "month"
        meant = partial(draft_of, comma=comma, month_first=month_first)
        return _import(engine, file, meant, reason, dry_run=dry_run, is_sample=sample, problems=problems)


def _today(session: Session) -> date:
    return day_of(session, datetime.now(UTC))


def _has_plan(engine: Engine) -> bool:
    with reading(engine) as session:
        return portfolio.load_portfolio(session, _today(session)) is not None


def _undo(engine: Engine, number: int) -> None:
    with writing(engine) as session:
        plan_import.withdraw(session, ADMINISTRATOR_AT_TERMINAL, number, at=datetime.now(UTC))
    tell("import.undone", number=number)


def _draft(engine: Engine, file: Path, meant: Callable[..., PlanDraft], progress: Progress) -> PlanDraft:
    """One step per sheet read; `_import` takes the two that are left."""
    task = progress.add_task("", total=None)

    def step(sheet: str, sheets: int) -> None:
        say = words().say("import.reading", sheet=sheet)
        progress.update(task, total=sheets + 2, advance=1, description=say)

    with reading(engine) as session:
        names, zone = NameIndex(workbook.names_by_entity(session, _today(session))), zone_name(session)
    source = read_source(file, step)
    return meant(source, names, zone=zone)


def _import(
    engine: Engine,
    file: Path,
    meant: Callable[..., PlanDraft],
    reason: str | None,
    *,
    dry_run: bool,
    is_sample: bool,
    problems: Path | None,
) -> None:
    """The list of problems is written first: where it cannot be, nothing is brought in."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out(), transient=True) as progress:
        draft = _draft(engine, file, meant, progress)
        draft.reason = reason
        progress.update(TaskID(0), advance=1, description=words().say("import.checking"))
        at = datetime.now(UTC)
        with reading(engine) as session:
            diff = plan_import.preview(session, draft, at=at)
        if problems is not None:
            with _writing_to(problems):
                problems.write_bytes(problem_workbook(draft, words()))
        progress.update(TaskID(0), advance=1, description=words().say("import.writing"))
        number = None if dry_run or draft.errors else _bring_in(engine, draft, at, is_sample=is_sample)
    _show(draft, diff, number, is_sample=is_sample)


def _bring_in(engine: Engine, draft: PlanDraft, at: datetime, *, is_sample: bool) -> int | None:
    """The number of its batch."""
    with writing(engine) as session:
        batch = plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=at, is_sample=is_sample)
        if is_sample:
            account_endings.add_sample_accounts(session, ADMINISTRATOR_AT_TERMINAL, at=at)
        return batch.id


def _show(draft: PlanDraft, diff: Diff, number: int | None, *, is_sample: bool) -> None:
    if draft.errors or not is_sample:  # the sample is odd on purpose
        show_problems(draft, words())
    show_diff(diff, words())
    if draft.errors:
        raise Refused("import.refused", count=len(draft.errors))
    tell("import.dry") if number is None else tell("import.done", number=number)


@contextmanager
def _writing_to(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(FULL if is_full(error) else "import.file.unwritable", path=target) from error
    tell("import.exported", path=target)


def export_plan(target: Annotated[Path, argument("import.help.target")]) -> None:
    with database() as engine:
        with reading(engine) as session:
            rows = workbook.workbook_rows(session, _today(session))
        if not rows["masterplan"]:
            raise Refused("import.no_plan")
        if target.suffix.casefold() not in ("", ".xlsx"):
            raise Refused("import.target", path=target)
        zone, content = rows["masterplan"][-1]["zone"], BytesIO()
        if target.suffix:
            write_workbook(content, rows, words(), zone)
        with _writing_to(target):
            target.write_bytes(content.getvalue()) if target.suffix else write_csv(target, rows, words(), zone)


def template(target: Annotated[Path, argument("import.help.target")]) -> None:
    with database() as engine:
        with reading(engine) as session:
            rows, zone = workbook.workbook_rows(session, _today(session)), zone_name(session)
        if target.suffix.casefold() != ".xlsx":
            raise Refused("import.template_target", path=target)
        content = BytesIO()
        write_template(content, words(), {entity: rows[entity] for entity in PREFILLED}, zone)
        with _writing_to(target):
            target.write_bytes(content.getvalue())
