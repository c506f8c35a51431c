"""A line that can be cut: a TCP proxy before a server, which closes its sockets and lets nobody in until mended."""

import contextlib
import socket
from threading import Lock, Thread
from types import TracebackType
from typing import Self

CHUNK = 65_536


class Line:
    """`with Line(port) as line:` answers on `line.port` as the server on `port` does, while it is not cut."""

    def __init__(self, target: int) -> None:
        self._target, self._is_cut, self._lock = target, False, Lock()
        self._open: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.site = f"http://localhost:{self.port}"

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def mend(self) -> None:
        with self._lock:
            self._is_cut = False

    def __enter__(self) -> Self:
        Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, no: BaseException | None, at: TracebackType | None) -> None:
        self.cut()
        self._door.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self._door.accept()
                self._join(caller)

    def _join(self, caller: socket.socket) -> None:
        with self._lock:
            try:
                server = None if self._is_cut else socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                server = None
            if server is None:
                caller.close()
                return
            self._open |= {caller, server}
        for source, target in ((caller, server), (server, caller)):
            Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(CHUNK):
                target.sendall(chunk)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)
        source.close()
        with self._lock:
            self._open.discard(source)
