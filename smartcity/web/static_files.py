"""Static files: the font, the screens' style and script, and Streamlit's own, compressed once per process; its page."""

import gzip
import mimetypes
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOREVER = "public, immutable, max-age=31536000"
STATIC = Path(__file__).parent / "static"


FONT = "/huruf/plus-jakarta-sans.woff2"


async def font(_request: Request) -> FileResponse:
    """Plus Jakarta Sans, SIL Open Font License."""
    headers = {"Cache-Control": FOREVER, "Access-Control-Allow-Origin": "*"}
    return FileResponse(STATIC / "plus-jakarta-sans.woff2", media_type="font/woff2", headers=headers)


def immutable_route(address: str, content: str, media_type: str) -> Route:
    """A file whose address changes when it does."""

    async def answer(_request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"Cache-Control": FOREVER})

    return Route(address, answer)


PREFIX = "/static/"
FOLDER = (Path(streamlit.__file__).parent / "static" / "static").resolve()
COMPRESSED_SUFFIXES = {".js", ".css", ".json", ".svg", ".map", ".txt"}
SMALLEST = 1024


class GzipCache:
    """Compressed files by path. Two requests for one file compress it once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self._gzipped: dict[Path, bytes] = {}
        self._locks: dict[Path, Lock] = {}
        self._lock = Lock()

    def file(self, path: str) -> Path | None:
        """The file a request path means, if it is one of ours worth compressing."""
        path_on_disk = (self.folder / path.removeprefix(PREFIX)).resolve()
        if (
            path_on_disk.suffix not in COMPRESSED_SUFFIXES
            or not path_on_disk.is_relative_to(self.folder)
            or not path_on_disk.is_file()
        ):
            return None
        return path_on_disk if path_on_disk.stat().st_size >= SMALLEST else None

    def compressed(self, file: Path) -> bytes:
        with self._lock:
            lock = self._locks.setdefault(file, Lock())
        with lock:
            if file not in self._gzipped:
                self._gzipped[file] = gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)
            return self._gzipped[file]


def scripts_of(pieces: Iterable[str]) -> list[str]:
    """The addresses of Streamlit's pieces, whose files have a hash behind their names."""
    files = (file for piece in pieces for file in sorted(FOLDER.glob(f"js/{piece}.*.js")))
    return [f"{PREFIX}{file.relative_to(FOLDER).as_posix()}" for file in files]


# Streamlit's own pieces on the looking screens, each of which would hold the words back.
PRELOADED_SCRIPTS = ("Html", "ButtonGroup", "DateInput")
# Otherwise the framework asks, for each part of the path, whether its server is there and what it may do.
_SERVER = (
    "window.__streamlit={BACKEND_BASE_URL:location.origin,HOST_CONFIG:{allowedOrigins:[location.origin],"
    "useExternalAuthToken:false,enableCustomParentMessages:false,enforceDownloadInNewTab:false,"
    'metricsUrl:"",blockErrorDialogs:false}}'
)
_OPENING_SCRIPT = re.compile(r"(?<=<script>).*?(?=</script>)", re.DOTALL)
_WITHOUT_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')


@cache
def framework_page() -> str:
    """Streamlit's page with our font named in place of its own, and where its server is."""
    page = (FOLDER.parent / "index.html").read_text(encoding="utf-8")
    page = _WITHOUT_SCRIPT.sub("", _OPENING_SCRIPT.sub(lambda _: _SERVER, page, count=1))
    return _FONT.sub(f'<link rel="preload" href="{FONT}" as="font" type="font/woff2" crossorigin>', page)


def screen_page(language: str, title: str, sheet: str, opening: str) -> str:
    """The page of every screen: named in its language, with what it will ask for, and with `opening` in its body."""
    scripts = "".join(f'<link rel="modulepreload" href="{script}">' for script in scripts_of(PRELOADED_SCRIPTS))
    return (
        framework_page()
        .replace('<html lang="en">', f'<html lang="{language}">')
        .replace("<title>Streamlit</title>", f'<title>{title}</title><link rel="stylesheet" href="{sheet}">{scripts}')
        .replace('<div id="root"></div>', f'<div id="root"></div>{opening}')
    )


class CompressedFiles:
    """ASGI middleware: answers for static files with gzip where the client takes it, and says so in `Vary`."""

    def __init__(self, app: ASGIApp, cache: GzipCache) -> None:
        self.app = app
        self.cache = cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX) or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        file, headers = self.cache.file(scope["path"]), Headers(scope=scope)
        if file is None or "range" in headers or not _takes_gzip(headers.get("accept-encoding", "")):
            await self.app(scope, receive, _with_vary(send))
            return
        content = await run_in_threadpool(self.cache.compressed, file)
        await _response(file, content)(scope, receive, send)


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        if name.strip().lower() in ("gzip", "*"):
            return weight.strip() not in ("0", "0.0", "0.00", "0.000")
    return False


def _response(file: Path, content: bytes) -> Response:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": FOREVER}
    return Response(content, media_type=kind, headers=headers)


def _with_vary(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return sending
