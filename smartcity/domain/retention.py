"""How long what is kept of persons is kept; `docs/privacy.md` says why."""

from datetime import timedelta

ENDED_SIGN_INS = timedelta(days=30)
SIGN_IN_ATTEMPTS = timedelta(days=30)
KNOWN_DEVICES = timedelta(days=400)  # browsers keep no cookie longer
RESET_REQUESTS = timedelta(days=1)  # a typed name and an address of the network
DRAFTS = timedelta(days=400)
# Afterwards a disabled account has no address, telephone or password any more.
DISABLED_CONTACTS = timedelta(days=365)
