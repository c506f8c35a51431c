"""The environment, typed. Every name begins with SMARTCITY_."""

import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from smartcity.domain.errors import Refused
from smartcity.domain.operations.jobs import backup_interval

ROOT = Path(__file__).resolve().parent.parent


def _interval(value: object) -> timedelta | None:
    return backup_interval(str(value)) if value else None


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SMARTCITY_", env_file=None)

    database_url: str = "sqlite:///data/smartcity.db"
    language: Literal["id", "en"] = "id"
    guests: Literal["auto", "on", "off"] = "auto"
    evidence_folder: Path = ROOT / "data" / "evidence"
    backup_folder: Path = ROOT / "data" / "cadangan"
    backup_every: Annotated[timedelta | None, BeforeValidator(_interval)] = None
    backup_keep: int = Field(default=14, ge=1)
    seal_folder: Path | None = None
    session_days: int = 14
    trusted_proxies: str = ""
    hosts: str = ""
    metrics: bool = False
    jobs: bool = True
    public_url: str = "http://localhost:8501"
    smtp_url: str | None = None
    mail_from: str = "smartcity@localhost"
    remind_opening: bool = False

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over HTTPS."""
        return self.public_url.startswith("https:")

    @property
    def sign_in_lasts(self) -> timedelta:
        return timedelta(days=self.session_days)

    def cookie(self, name: str) -> str:
        """The full name of a cookie: over HTTPS bound to this very host, so that no neighbour can plant it."""
        return f"__Host-{name}" if self.is_https else name


def settings() -> Settings:
    """The settings of the environment as it is now; read anew only when it has changed. Raises Refused."""
    return _read(tuple(map(os.environ.get, NAMES)))


NAMES = tuple(f"{Settings.model_config['env_prefix']}{field}".upper() for field in Settings.model_fields)


@cache
def _read(_environment: tuple[str | None, ...]) -> Settings:
    try:
        return Settings()
    except ValidationError as no:
        wrong = no.errors()[0]
        name = Settings.model_config["env_prefix"] + str(wrong["loc"][0]).upper()
        raise Refused("store.setting", name=name, value=wrong["input"]) from no
