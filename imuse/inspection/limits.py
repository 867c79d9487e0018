"""What one look may cost. Whoever needs more is ended by the kernel, and the portal says so in a sentence."""

import resource
import signal
import time

MEGABYTE = 1024 * 1024
CPU_SECONDS = 1.0
WALL_SECONDS = 15  # on a machine that is busy otherwise
# What the process may write to, its own start included. What it merely reads, the libraries, comes to 15 MB besides.
DATA = 137 * MEGABYTE
ADDRESSES = 1024 * MEGABYTE


def hold() -> None:
    """Neither signal has a handler: code in C that never comes back to Python is ended as well."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (DATA, DATA))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
    signal.setitimer(signal.ITIMER_PROF, max(0.1, CPU_SECONDS - time.process_time()))
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
