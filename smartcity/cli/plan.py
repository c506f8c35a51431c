"""Verbs on the plan: import it, export it, write the template."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlmodel import Session
from xlsxwriter.exceptions import FileCreateError

from smartcity.cli.edge import database, out, words
from smartcity.cli.problems import show_diff, show_problems
from smartcity.commands import plan_import, sample_accounts
from smartcity.commands.drafts import PlanDraft
from smartcity.commands.plan_diff import Diff
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.exchange.drafting import draft_of
from smartcity.exchange.names import Names
from smartcity.exchange.problem_books import problem_book
from smartcity.exchange.tables import read
from smartcity.exchange.template import write_template
from smartcity.exchange.writing import write_csv, write_workbook
from smartcity.queries import portfolio, workbook
from smartcity.store.engine import reading, writing
from smartcity.store.full_disk import FULL, is_full
from smartcity.store.zone import day_of, zone_name

# What a template says already, so that nobody has to type or invent it again.
PREFILLED = ("dimension", "sub_dimension", "agency")


class Mark(StrEnum):
    COMMA = "comma"
    POINT = "point"


class Days(StrEnum):
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What is meant where the file can be read in two ways, and why it replaces what is verified."""

    comma: bool | None
    month_first: bool | None
    reason: str | None = None


def register(app: typer.Typer) -> None:
    app.command("import", help=words().say("import.help"))(import_plan)
    app.command("export", help=words().say("import.help.export"))(export_plan)
    app.command("template", help=words().say("import.help.template"))(template)


def import_plan(
    file: Annotated[Path | None, typer.Argument(help=words().say("import.help.file"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words().say("import.help.dry_run"))] = False,
    undo: Annotated[
        int | None, typer.Option("--undo", min=1, max=2**31 - 1, help=words().say("import.help.undo"))
    ] = None,
    decimal: Annotated[Mark | None, typer.Option("--decimal", help=words().say("import.help.decimal"))] = None,
    days: Annotated[Days | None, typer.Option("--days", help=words().say("import.help.days"))] = None,
    problems: Annotated[Path | None, typer.Option("--problems", help=words().say("import.help.problems"))] = None,
    reason: Annotated[str | None, typer.Option("--reason", help=words().say("import.help.reason"))] = None,
    sample: Annotated[bool, typer.Option("--sample", help=words().say("import.help.sample"))] = False,
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
            return out().print(words().say("import.has_plan"))
        if problems is not None and problems.suffix.casefold() != ".xlsx":
            raise Refused("import.template_target", path=problems)
        meant = Doubtful(
            comma=None if decimal is None else decimal is Mark.COMMA,
            month_first=None if days is None else days is Days.MONTH,
            reason=reason,
        )
        return _import(engine, file, meant, dry_run=dry_run, is_sample=sample, problems=problems)


def _today(session: Session) -> date:
    return day_of(session, datetime.now(UTC))


def _has_plan(engine: Engine) -> bool:
    with reading(engine) as session:
        return portfolio.standing(session, _today(session)) is not None


def _undo(engine: Engine, number: int) -> None:
    with writing(engine) as session:
        plan_import.withdraw(session, ADMINISTRATOR_AT_TERMINAL, number, at=datetime.now(UTC))
    out().print(words().say("import.undone", number=number))


def _draft(engine: Engine, file: Path, meant: Doubtful, progress: Progress) -> PlanDraft:
    """One step per sheet read; `_import` takes the two that are left."""
    task = progress.add_task("", total=None)

    def step(sheet: str, sheets: int) -> None:
        say = words().say("import.reading", sheet=sheet)
        progress.update(task, total=sheets + 2, advance=1, description=say)

    with reading(engine) as session:
        names, zone = Names(workbook.called(session, _today(session))), zone_name(session)
    found = read(file, step)
    draft = draft_of(found, names, comma=meant.comma, month_first=meant.month_first, zone=zone)
    draft.reason = meant.reason
    return draft


def _import(
    engine: Engine, file: Path, meant: Doubtful, *, dry_run: bool, is_sample: bool, problems: Path | None
) -> None:
    """The list of problems is written first: where it cannot be, nothing is brought in."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out(), transient=True) as progress:
        draft = _draft(engine, file, meant, progress)
        progress.update(TaskID(0), advance=1, description=words().say("import.checking"))
        at, number = datetime.now(UTC), None
        with reading(engine) as session:
            diff = plan_import.preview(session, draft, at=at)
        if problems is not None:
            with _writing_to(problems):
                problems.write_bytes(problem_book(draft, words()))
        progress.update(TaskID(0), advance=1, description=words().say("import.writing"))
        if not dry_run and not draft.errors:
            with writing(engine) as session:
                batch = plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=at, is_sample=is_sample)
                if is_sample:
                    sample_accounts.add(session, ADMINISTRATOR_AT_TERMINAL, at=at)
                number = batch.id
    _show(draft, diff, number, is_sample=is_sample)


def _show(draft: PlanDraft, diff: Diff, number: int | None, *, is_sample: bool) -> None:
    if draft.errors or not is_sample:  # the sample is odd on purpose
        show_problems(draft, words())
    show_diff(diff, words())
    if draft.errors:
        raise Refused("import.refused", count=len(draft.errors))
    out().print(words().say("import.dry") if number is None else words().say("import.done", number=number))


@contextmanager
def _writing_to(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, FileCreateError) as error:
        raise Refused(FULL if is_full(error) else "import.file.unwritable", path=target) from error
    out().print(words().say("import.exported", path=target), markup=False)


def load_sample(engine: Engine, file: Path) -> None:
    """The sample, silently: for measuring."""
    draft = draft_of(read(file), Names())
    with writing(engine) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC), is_sample=True)


def export_plan(target: Annotated[Path, typer.Argument(help=words().say("import.help.target"))]) -> None:
    with database() as engine:
        with reading(engine) as session:
            rows = workbook.whole(session, _today(session))
        if not rows["masterplan"]:
            raise Refused("import.no_plan")
        if target.suffix.casefold() not in ("", ".xlsx"):
            raise Refused("import.target", path=target)
        write = write_workbook if target.suffix else write_csv
        with _writing_to(target):
            write(target, rows, words(), rows["masterplan"][-1]["zone"])


def template(target: Annotated[Path, typer.Argument(help=words().say("import.help.target"))]) -> None:
    with database() as engine:
        with reading(engine) as session:
            rows, zone = workbook.whole(session, _today(session)), zone_name(session)
        if target.suffix.casefold() != ".xlsx":
            raise Refused("import.template_target", path=target)
        with _writing_to(target):
            write_template(target, words(), {noun: rows[noun] for noun in PREFILLED}, zone)
