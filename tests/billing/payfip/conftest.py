import threading
from collections.abc import Iterator

import pytest

from billing.payfip.simulator.server import Simulator


@pytest.fixture
def payfip(settings) -> Iterator[Simulator]:
    """The stand-in, on a socket of its own, and the portal pointed to it."""
    server = Simulator()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.PAYFIP_URL = server.url
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
