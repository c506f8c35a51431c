"""Backups made by tests as the verb makes them."""

from pathlib import Path

from sqlalchemy import Engine

from smartcity.store.archive import Manifest
from smartcity.terminal.backup import back_up


def make(engine: Engine, folder: Path) -> tuple[Path, Manifest]:
    """The file, and what it says of itself."""
    made = back_up(engine, folder)
    return made.file, made.manifest
