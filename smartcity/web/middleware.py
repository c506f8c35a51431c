"""What every request passes through before Streamlit sees it."""

from starlette.middleware import Middleware

from smartcity.web import callers
from smartcity.web.compression import CompressedFiles, Shelf
from smartcity.web.provider import ProviderAnswers


def middleware() -> list[Middleware]:
    return [callers.middleware(), Middleware(ProviderAnswers), Middleware(CompressedFiles, shelf=Shelf())]
