"""Alembic's environment: the engine is handed in, nothing is read from a file."""

from alembic import context
from sqlalchemy import Engine

from smartcity.store.engine import WRITES
from smartcity.store.tables import METADATA


def run(engine: Engine) -> None:
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run(context.config.attributes["engine"])
