"""Seals every row that stands, in one ledger entry of its own that says so."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from smartcity.domain.access.roles import SYSTEM
from smartcity.domain.ledger import GENESIS, entry_content, seal, unpacked
from smartcity.store.sealed_rows import pack_sealed_rows
from smartcity.store.tables.columns import Instant

ENTRIES = sa.table(
    "audit_entry",
    *(sa.column(name, sa.String()) for name in ("actor", "action", "subject", "reason", "previous", "seal")),
    sa.column("id", sa.Integer()),
    sa.column("at", Instant()),
    sa.column("after", sa.JSON(none_as_null=True)),
    sa.column("rows", sa.JSON(none_as_null=True)),
)
REASON = "Disegel sekaligus; apa yang diubah sebelum entri ini tidak dapat dibuktikan."


def seal_existing() -> None:
    """Nothing on an empty database."""
    bind = op.get_bind()
    if not (rows := pack_sealed_rows(bind)):
        return
    last = bind.execute(sa.select(ENTRIES.c.id, ENTRIES.c.seal).order_by(ENTRIES.c.id.desc()).limit(1)).first()
    number, previous = last or (0, GENESIS)
    what: dict[str, Any] = {
        "at": datetime.now(UTC),
        "actor": SYSTEM.name,
        "action": "ledger.seal",
        "subject": "ledger",
        "after": {"rows": sum(1 for _ in unpacked(rows))},
        "reason": REASON,
        "rows": rows,
    }
    sealed = seal(previous, entry_content(before=None, **what))
    bind.execute(sa.insert(ENTRIES).values(id=number + 1, previous=previous, seal=sealed, **what))
