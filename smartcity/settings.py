"""The environment, typed. Every name begins with SMARTCITY_."""

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SMARTCITY_", env_file=None)

    database_url: str = "sqlite:///data/smartcity.db"
    language: Literal["id", "en"] = "id"


def settings() -> Settings:
    """Read afresh, so that a changed environment is seen."""
    return Settings()
