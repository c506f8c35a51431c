"""Backups made by tests as the verb makes them."""

from pathlib import Path

from sqlalchemy import Engine

from smartcity.cli.backup import back_up
from smartcity.store.backup_archive import Manifest


def make(engine: Engine, folder: Path) -> tuple[Path, Manifest]:
    """The file, and what it says of itself."""
    made = back_up(engine, folder)
    return made.file, made.manifest
