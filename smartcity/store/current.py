"""The one engine of this process per database URL, shared by the screens and the plain routes."""

from functools import cache

from sqlalchemy import Engine

from smartcity.settings import settings
from smartcity.store.engine import make_engine


def current_engine() -> Engine:
    """The engine of the database that the settings name now."""
    return _engine(settings().database_url)


@cache
def _engine(url: str) -> Engine:
    return make_engine(url)
