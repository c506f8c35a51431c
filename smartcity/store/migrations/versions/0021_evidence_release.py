"""Evidence that everybody may see: the verifier's word on it, appended like every fact."""

import sqlalchemy as sa

from smartcity.store.migrations.append_only import forbid_changes, forbid_replacing
from smartcity.store.migrations.table_changes import facts_table, link, needed

revision = "0021_evidence_release"
down_revision = "0020_jobs"


def upgrade() -> None:
    facts_table("evidence_release", link("evidence_id", "evidence"), *needed(sa.Boolean(), "is_public"))
    forbid_changes(("evidence_release",))
    forbid_replacing({"evidence_release": ("id",)})
