"""The socket that listens: what every connection inherits from it."""

from __future__ import annotations

import socket

import pytest

from council.commands.faults import StoppedError
from council.commands.listening import listen


def test_no_answer_waits_for_an_acknowledgement() -> None:
    with listen("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()):
        accepted, _ = door.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_control_an_ordinary_socket_would_wait() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as door,
        socket.create_connection(door.getsockname()),
    ):
        accepted, _ = door.accept()
        with accepted:
            assert not accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_taken_port_is_said() -> None:
    with listen("127.0.0.1", 0) as door, pytest.raises(StoppedError, match=r"--port"):
        listen("127.0.0.1", door.getsockname()[1])
