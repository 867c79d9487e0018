"""Whether a process is gone."""

import subprocess

from imuse import running


def test_this_one_runs() -> None:
    assert not running.is_gone(running.this_one())


def test_killed_one_is_gone() -> None:
    child = subprocess.Popen(["sleep", "600"])
    name = running.name_of(child.pid)
    assert not running.is_gone(name)
    child.kill()
    child.wait()
    assert running.is_gone(name)


def test_number_given_again_is_another_one() -> None:
    machine, pid, born = running.this_one().split()
    assert running.is_gone(f"{machine} {pid} {int(born) - 1}")


def test_of_another_machine_nobody_can_tell() -> None:
    _machine, pid, born = running.this_one().split()
    assert not running.is_gone(f"elsewhere/0 {pid} {int(born) - 1}")
    assert not running.is_gone("")
