"""Exchanges by HTTP that end when they must."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


@contextmanager
def cut_after(seconds: float) -> Iterator[dict[str, Any]]:
    """Ends the exchange then, wherever it is: httpx counts between two pieces, and pieces may come for ever."""
    lines: list[socket.socket] = []

    def watch(event: str, told: dict[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            lines[:] = [told["return_value"].get_extra_info("socket")]

    def cut() -> None:
        for line in lines:
            with suppress(OSError):  # it has just ended by itself
                line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.start()
    try:
        yield {"trace": watch}
    finally:
        timer.cancel()
