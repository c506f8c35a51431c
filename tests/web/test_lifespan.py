"""What the server sends in small pieces is not held back."""

import socket

from smartcity.web.lifespan import set_tcp_nodelay


def is_prompt(connection: socket.socket) -> bool:
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_connection_is_prompt_where_its_server_was_told_so() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert not is_prompt(listening)
        set_tcp_nodelay()
        assert is_prompt(listening)
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert is_prompt(accepted), "the system hands it on"
