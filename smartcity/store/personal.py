"""Every column that holds something of a person, in one list; `docs/privacy.md` says of each why and how long."""

# Who somebody is, how he is reached, where he came from.
PERSONAL: dict[str, tuple[str, ...]] = {
    "account": ("name", "label", "email", "phone", "password_hash", "last_signed_in_at", "former_sha256"),
    "sign_in": ("account_id", "token_sha256"),
    "known_device": ("account_id", "token_sha256"),
    "sign_in_attempt": ("name", "address", "device_sha256"),
    "password_reset": ("name", "address", "account_id", "token_sha256"),
    "field_draft": ("account_id", "value"),
    "report_draft": ("account_id", "content"),
    "attendance": ("note",),
    "audit_entry": ("actor", "before", "after", "reason"),
    "evidence": ("title", "url", "file_name", "file_sha256"),
    "job": ("progress", "error"),
    "snapshot": ("made_by", "figures"),
    "due_date_change": ("approved_by",),
}
# In whatever table they stand: who recorded a fact, and free text, in which somebody may be named.
EVERYWHERE = ("recorded_by",)
# Columns by these names hold something of a person wherever they appear.
TELLING = frozenset(
    {"account_id", "email", "phone", "address", "actor", "password_hash", "made_by", "approved_by", "device_sha256"}
)
