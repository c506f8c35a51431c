"""What every request passes through before Streamlit sees it."""

from starlette.middleware import Middleware

from smartcity.web import callers
from smartcity.web.compression import CompressedFiles, Shelf


def middleware() -> list[Middleware]:
    return [callers.middleware(), Middleware(CompressedFiles, shelf=Shelf())]
