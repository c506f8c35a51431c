"""A sentence that somebody owes or may give: cleaned, not empty where it is owed, not too long."""

from smartcity.domain import lengths
from smartcity.domain.refusals import Refused
from smartcity.domain.texts import clean

MOST = lengths.REASON


def note(text: str | None, *, most: int = MOST) -> str | None:
    """Raises Refused when it is longer than `most`; empty is None."""
    found = clean(text or "")
    if len(found) > most:
        raise Refused("note.long", length=len(found), most=most)
    return found or None


def owed(text: str | None, missing: str, *, most: int = MOST) -> str:
    """The same, refused under the key `missing` where nothing was said."""
    found = note(text, most=most)
    if found is None:
        raise Refused(missing)
    return found
