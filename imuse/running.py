"""Which process does a thing, and whether it is gone: another one of the same machine takes over what it left."""

import os
import socket
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")


def this_one() -> str:
    return name_of(os.getpid())


def name_of(pid: int) -> str:
    return f"{_machine()} {pid} {_born(pid)}"


def is_gone(name: str) -> bool:
    """Surely so. Of another machine's, nobody here can tell."""
    machine, _space, process = name.partition(" ")
    pid, _space, born = process.partition(" ")
    return machine == _machine() and pid.isdecimal() and _born(int(pid)) != born


def _machine() -> str:
    """Containers of one machine have names of their own; machines of one name were not started together."""
    booted = BOOT.read_text().strip() if BOOT.exists() else ""
    return f"{socket.gethostname()}/{booted}"


def _born(pid: int) -> str:
    """The kernel gives a number again, never with the same start. Nothing where it runs no more."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    state, *facts = told.rpartition(")")[2].split()
    return "" if state in {"Z", "X"} else facts[18]
