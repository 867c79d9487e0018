"""The units of systemd/: what they start exists, all are confined alike, and systemd reads them without a word."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
UNITS = sorted((ROOT / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
CONFINED = """\
User=imuse
WorkingDirectory=/srv/imuse
EnvironmentFile=/etc/imuse.env
UMask=0077
NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=true
PrivateTmp=true
PrivateDevices=true
CapabilityBoundingSet=
ReadWritePaths=/var/lib/imuse"""


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_service_is_confined_and_starts_what_exists(unit: Path) -> None:
    text = unit.read_text()
    assert CONFINED in text
    commands = re.findall(r"manage\.py (\w+)", text)
    assert set(commands) <= set(get_commands())
    assert commands or "imuse.supervisor" in text or "imuse.gunicorn_config" in text


def test_timers_start_a_service() -> None:
    timers = [unit for unit in UNITS if unit.suffix == ".timer"]
    assert [unit.with_suffix(".service") in UNITS for unit in timers] == [True, True]


def test_operations_name_each_unit() -> None:
    told = (ROOT / "docs" / "operations.md").read_text()
    assert [unit.name for unit in UNITS if unit.stem.removesuffix("@") not in told] == []


def test_systemd_understands_them(tmp_path) -> None:
    """Where it is at hand; of the code it is told where this one is."""
    analyze = shutil.which("systemd-analyze")
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/srv/imuse", str(ROOT)))
    if analyze:
        done = subprocess.run(
            [analyze, "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout + done.stderr == ""
