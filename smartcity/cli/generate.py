"""The verb that fills an empty database with a generated plan, through the very import command."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.cli.edge import one_sentence, out, words
from smartcity.commands import plan_import
from smartcity.commands.drafts import DraftRow, Place, PlanDraft
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.exchange.generated import Rows, generated
from smartcity.exchange.layout import BY_NOUN
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.migration import upgrade
from smartcity.store.tables import AuditEntry, Batch


def register(app: typer.Typer) -> None:
    app.command("generate", help=words().say("generate.help"))(generate)


def generate(
    url: Annotated[str, typer.Argument(help=words().say("generate.url"))],
    programmes: Annotated[int, typer.Option("--programmes", min=1, help=words().say("generate.programmes"))] = 46,
    seed: Annotated[int, typer.Option("--seed", help=words().say("generate.seed"))] = 1,
) -> None:
    with one_sentence():
        engine = make_engine(url)
        batch, milestones = fill(engine, programmes, seed)
    say = words()
    facts = {"programmes": say.number(programmes, 0), "milestones": say.number(milestones, 0), "batch": batch}
    out().print(say.say("generate.done", **facts))


def fill(engine: Engine, programmes: int, seed: int) -> tuple[int, int]:
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
        draft = _draft(rows, f"generate-{programmes}-{seed}")
        batch = plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC), is_sample=True)
        number = batch.id or 0
    return number, len(rows["milestone"])


def _draft(rows: Rows, name: str) -> PlanDraft:
    """The rows as if they had been read from a file of that name."""
    drafted = {
        noun: [DraftRow(Place(BY_NOUN[noun].title, number), fields) for number, fields in enumerate(found, 2)]
        for noun, found in rows.items()
    }
    return PlanDraft(name, sha256(name.encode()).hexdigest(), drafted)
