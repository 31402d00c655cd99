"""Where the application is reached: the socket that listens, and the address people type."""

from __future__ import annotations

import os
import socket

from council.commands.faults import port_refused

BACKLOG = 2048  # a hall scans one code at one moment
ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not listened on
ELSEWHERE = ("192.0.2.1", 9)  # a documentation address: nothing is sent


def listen(host: str, port: int) -> socket.socket:
    """A bound and listening socket; phones that come before READY wait in its queue."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # Head and body of a page go out apart; without this the body may wait 40 ms. Inherited.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise port_refused(host, port, error) from error
    made.set_inheritable(True)
    return made


def name_origin(host: str, port: int) -> str:
    """The address people type: COUNCIL_ORIGIN, else this machine's own; kept for the workers."""
    origin = os.environ.get("COUNCIL_ORIGIN") or f"http://{_shown(host)}:{port}"
    os.environ["COUNCIL_ORIGIN"] = origin
    return origin


def _shown(host: str) -> str:
    if host in ANYWHERE:
        return _own_address()
    return f"[{host}]" if ":" in host else host


def _own_address() -> str:
    """The address by which other devices of the house reach this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
