"""The verb that prints the newest seal, to be kept outside; and seals found in what was kept."""

import sys
from pathlib import Path
from typing import Annotated

import segno
from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.cli.console import database, option, out, tell
from smartcity.domain.errors import Refused
from smartcity.domain.ledger import Anchor, anchors_in
from smartcity.exchange.anchor_files import anchors_of
from smartcity.jobs import seals
from smartcity.jobs.backup import FILES
from smartcity.queries import ledger
from smartcity.queries.checks import refuse_altered_manifest
from smartcity.store import backup_archive
from smartcity.store.engine import reading

LONGEST_PATH = 255


def seal(
    *,
    append: Annotated[bool, option("--append", "seal.help.append")] = False,
) -> None:
    with database() as engine:
        if append:
            return tell("seal.appended", path=seals.by_hand(engine))
        return _print(engine)


def _print(engine: Engine) -> None:
    with reading(engine) as session:
        anchor, at = ledger.newest_anchor(session)
    if at is None:
        tell("seal.empty")
        return
    tell("seal.newest", number=anchor.number, at=f"{at:%Y-%m-%d %H:%M:%S} UTC")
    out().print(anchor.at(at), markup=False, soft_wrap=True)
    segno.make(anchor.at(at), error="m").terminal(sys.stdout, compact=True)


def read_anchors(given: str) -> list[Anchor]:
    """The seals in a file (a backup, minutes, a mail, a list), in a folder of such files, or in the text itself.

    Raises:
        Refused: there is none, or the file cannot be read.
    """
    try:
        anchors = anchors_of(Path(given)) if _is_path(given) else list(anchors_in(given))
    except OSError as error:
        raise Refused("seal.unreadable", path=given, why=error.strerror or error) from error
    if not anchors:
        raise Refused("seal.none", given=given[:80])
    return anchors


def refuse_altered_backups(session: Session, given: str) -> None:
    """Raises Refused where a backup of that name, or in a folder of that name, says other things than when made."""
    path = Path(given) if _is_path(given) else None
    if path is None:
        return
    for file in sorted(path.rglob(FILES)) if path.is_dir() else [path]:
        if backup_archive.is_backup(file):
            manifest, digest = backup_archive.described(file)
            refuse_altered_manifest(session, (manifest.audit_id, manifest.seal), digest)


def _is_path(given: str) -> bool:
    return 0 < len(given.strip()) <= LONGEST_PATH and Path(given).exists()
