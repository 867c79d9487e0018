"""What Dockerfile and compose.yaml name exists. Neither is run here: a container engine is not at hand everywhere."""

import importlib
import re
from pathlib import Path

import gunicorn.config
import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
COMPOSE = (ROOT / "compose.yaml").read_text()


def words_after(pattern: str, text: str) -> set[str]:
    return {word for words in re.findall(pattern, text) for word in words.split()}


def blocks(text: str) -> dict[str, str]:
    """The parts of a YAML text that begin in its first column, by their names."""
    parts = re.split(r"(?m)^([\w-]+):", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def services() -> dict[str, str]:
    lines = blocks(COMPOSE)["services"].splitlines()
    return blocks("\n".join(line.removeprefix("  ") for line in lines))


def test_what_is_copied_exists():
    sources = re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", DOCKERFILE)
    assert sources == ["requirements-s3.lock", "."]
    assert all((ROOT / source).exists() for source in sources)


def test_what_git_ignores_stays_out_of_the_image():
    """Above all the data folder: its secret, its database."""
    ignored = set((ROOT / ".gitignore").read_text().split())
    kept_out = {line.removeprefix("**/") for line in (ROOT / ".dockerignore").read_text().splitlines()}
    assert ignored - kept_out == set()
    assert ".env" in kept_out


def test_the_image_has_the_libraries_of_bootstrap():
    bootstrap = (ROOT / "bin/bootstrap").read_text()
    build, run = re.findall(r"apt-get install -y --no-install-recommends(.+?)&&", DOCKERFILE)
    assert set(run.split()) == words_after(r"need_library \S+ (\S+)", bootstrap)
    assert set(build.split()) == {"gettext"} <= words_after(r"need_command \S+ (\S+)", bootstrap)


@pytest.mark.parametrize("text", [DOCKERFILE, COMPOSE], ids=["Dockerfile", "compose.yaml"])
def test_the_commands_exist(text):
    named = words_after(r"manage\.py (\w+)", text)
    assert named
    assert named - set(get_commands()) == set()


def test_the_modules_of_gunicorn_import():
    configuration, application = re.search(r'"gunicorn".+"python:([\w.]+)", "([\w.:]+)"', DOCKERFILE).groups()
    module, _colon, name = application.partition(":")
    assert importlib.import_module(configuration).bind.endswith(":8000")
    assert callable(getattr(importlib.import_module(module), name))


def test_the_variables_are_read():
    files = [ROOT / "imuse/env.py", ROOT / "imuse/settings.py", ROOT / "imuse/supervisor.py"]
    code = "".join(file.read_text() for file in [*files, Path(gunicorn.config.__file__)])
    read = set(re.findall(r'(?:env\.\w+|os\.environ\.get)\(\s*"(\w+)"', code))
    settings = words_after(r"(?m)^ENV (.+)$", DOCKERFILE)
    in_image = {setting.partition("=")[0] for setting in settings} - {"PATH"}
    in_compose = set(re.findall(r"(?m)^    ([A-Z_]+):", blocks(COMPOSE)["x-portal"]))
    assert in_image == {"IMUSE_DATA", "BIND"}
    assert in_compose == {"PUBLIC_URL", "SECRET_KEY", "DATABASE_URL", "FORWARDED_ALLOW_IPS"}
    assert (in_image | in_compose) - read == set()


def test_every_service_is_confined():
    parts = blocks(COMPOSE)
    confined = {line.strip() for line in parts["x-confined"].splitlines()}
    assert {"read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]'} <= confined
    assert "<<: *confined" in parts["x-portal"]
    assert "<<: *portal" in parts["x-unseen"]
    bare = [
        name for name, text in services().items() if not re.search(r"<<: \*(confined|portal|unseen)", text)
    ]
    assert bare == []
