"""Where to go afterwards: a path of this site and nothing else."""

import re
from urllib.parse import quote, urlsplit

HOME = "/"
# What browsers drop, or take for a slash, on their way to somebody else's host.
_TRICKS = re.compile(r"[\x00-\x20\x7f\\]")
_OURS = {"/masuk", "/keluar", "/auth"}
_LONGEST = 2_000


def local_path(asked: str | None) -> str:
    """The asked path with its query when it surely stays here, else the front page."""
    if not asked or len(asked) > _LONGEST or _TRICKS.search(asked) or not asked.startswith("/"):
        return HOME
    path = asked.partition("?")[0].partition("#")[0]
    if "//" in path or urlsplit(asked).netloc or f"/{path.split('/')[1]}" in _OURS:
        return HOME
    return asked


def with_next(path: str, following: str, language: str | None = None) -> str:
    """A door's address that leads on to `following`; the front page need not be named."""
    named = {"next": None if following == HOME else following, "bahasa": language}
    query = "&".join(f"{key}={quote(value, safe='/')}" for key, value in named.items() if value)
    return f"{path}?{query}" if query else path
