"""Fills an empty database with a generated plan, through the very import command."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.cli.console import one_sentence, out, words
from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import DraftRow, Place, PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.errors import Refused
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.settings import ROOT
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.schema_version import upgrade
from smartcity.store.tables import AuditEntry, Batch
from tools.generated_plans import Rows, generated


def register(app: typer.Typer) -> None:
    app.command("generate", help=words().say("generate.help"))(generate)


def generate(
    url: Annotated[str, typer.Argument(help=words().say("generate.url"))],
    programmes: Annotated[int, typer.Option("--programmes", min=1, help=words().say("generate.programmes"))] = 46,
    seed: Annotated[int, typer.Option("--seed", help=words().say("generate.seed"))] = 1,
) -> None:
    with one_sentence():
        engine = make_engine(url)
        batch, milestones = fill_with_generated_plan(engine, programmes, seed)
    say = words()
    facts = {"programmes": say.number(programmes, 0), "milestones": say.number(milestones, 0), "batch": batch}
    out().print(say.say("generate.done", **facts))


def fill_with_generated_plan(engine: Engine, programmes: int, seed: int) -> tuple[int, int]:
    """Creates the schema if need be and imports a generated plan; returns its batch number and count of milestones.

    Raises:
        Refused: the database is not empty, or not ours.
    """
    upgrade(engine)
    with reading(engine) as session:
        if session.exec(select(Batch.id).limit(1)).first() or session.exec(select(AuditEntry.id).limit(1)).first():
            raise Refused("generate.not_empty")
    rows = generated(programmes, seed)
    with writing(engine) as session:
        draft = draft_of_rows(rows, f"generate-{programmes}-{seed}")
        batch = plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC), is_sample=True)
        number = batch.id or 0
    return number, len(rows["milestone"])


def fill_with_sample(engine: Engine) -> None:
    """Creates the schema and imports the sample."""
    upgrade(engine)
    draft = draft_of(read_source(ROOT / "data" / "contoh" / "contoh.xlsx"), NameIndex())
    with writing(engine) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC), is_sample=True)


def draft_of_rows(rows: Rows, name: str) -> PlanDraft:
    """The rows as if they had been read from a file of that name."""
    drafted = {
        entity: [
            DraftRow(Place(SHEET_BY_ENTITY[entity].title, number), fields)
            for number, fields in enumerate(entity_rows, 2)
        ]
        for entity, entity_rows in rows.items()
    }
    return PlanDraft(name, sha256(name.encode()).hexdigest(), drafted)
