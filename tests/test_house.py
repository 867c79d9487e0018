"""The house's own promises: imports go one way, data has one door, templates are clean, functions are short."""

import ast
import html
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
PACKAGES = [
    "imuse",
    "accounts",
    "families",
    "students",
    "billing",
    "documents",
    "reenrolment",
]  # each imports only what stands to its left
LOOKS_TO_THE_RIGHT = {"imuse/settings.py", "imuse/urls.py"}

MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_every_package_has_its_place_in_the_order() -> None:
    assert {config.name for config in apps.get_app_configs() if (ROOT / config.name).is_dir()} == set(
        PACKAGES
    )


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_go_one_way(path: Path) -> None:
    if named(path) in LOOKS_TO_THE_RIGHT:
        return
    allowed = PACKAGES[: PACKAGES.index(path.relative_to(ROOT).parts[0]) + 1]
    roots = {name.partition(".")[0] for name in imported(ast.parse(path.read_text()))}
    assert roots & set(PACKAGES) <= set(allowed)


# The ways to rows that ask who is asking; the sign-in page must list the schools, and show the look of the chosen
# one, before anyone is known.
DOORS = {"for_user", "open_to_families", "looks"}
BEHIND_THE_DOOR = ("views.py", "forms.py", "admin.py", "office.py")


MANAGERS = {"objects", "_default_manager", "_base_manager"}


def uses_of_objects(tree: ast.AST) -> Iterator[str]:
    """What is asked of each manager; «alone» where one is handed on, or a shortcut asks a model itself."""
    asked = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield asked.get(id(node), "alone")
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("_or_404"):
            yield from ("alone" for asked_of in node.args[:1] if isinstance(asked_of, ast.Name))


def is_behind_the_door(path: Path) -> bool:
    return path.name.endswith(BEHIND_THE_DOOR) or path.parent.name == "admin"


@pytest.mark.parametrize("path", filter(is_behind_the_door, MODULES), ids=named)
def test_data_is_reached_through_its_one_door(path: Path) -> None:
    assert set(uses_of_objects(ast.parse(path.read_text()))) <= DOORS


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("User.objects.filter(pk=1)", ["filter"]),
        ("rows = User.objects", ["alone"]),
        ("get_object_or_404(User, pk=1)", ["alone"]),
        ("get_object_or_404(User.objects, pk=1)", ["alone"]),
        ("get_object_or_404(User.objects.for_user(user), pk=1)", ["for_user"]),
    ],
)
def test_the_guard_of_the_door_sees_an_open_window(code: str, seen: list[str]) -> None:
    assert list(uses_of_objects(ast.parse(code))) == seen


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def lines_of(function: ast.FunctionDef) -> int:
    return function.end_lineno - function.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_and_functions_stay_small(path: Path) -> None:
    longest = 20 if path.name.endswith("views.py") else 40
    assert {
        function.name: lines_of(function) for function in functions(path) if lines_of(function) > longest
    } == {}
    assert len(path.read_text().splitlines()) <= 400


def test_median_function_is_short() -> None:
    lengths = sorted(lines_of(function) for path in MODULES for function in functions(path))
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25


TEMPLATE_TAGS = re.compile(
    r"{#.*?#}|{% *block (?:body_class|coltype)\b.*?endblock *%}|{% *blocktranslate.*?endblocktranslate *%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
HTML_TAGS = re.compile(r"<!--.*?-->|<(svg|code|kbd)\b.*?</\1>|<[^>]*>", re.DOTALL)
ATTRIBUTES = re.compile(r'\b(?:alt|title|placeholder|aria-label|content)="([^"{]*)"')
# Names of things, the same in every language.
SPELT_ALIKE = {"width=device-width, initial-scale=1", "noindex, noarchive", "payfip.gouv.fr"}


def untranslated(template: str) -> list[str]:
    bare = html.unescape(TEMPLATE_TAGS.sub("", template))
    texts = [*HTML_TAGS.sub("\n", bare).split("\n"), *ATTRIBUTES.findall(bare)]
    return [
        text.strip() for text in texts if re.search(r"[^\W\d_]{2}", text) and text.strip() not in SPELT_ALIKE
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_is_clean(path: Path) -> None:
    template = path.read_text()
    assert untranslated(template) == []
    # A mail's reader knows no stylesheet of ours.
    inline = r"\son\w+=" if "mails" in path.parts else r"\s(?:style|on\w+)="
    forbidden = rf"\|\s*safe\b|autoescape\s+off|<style|<script(?![^>]*\bsrc=)|{inline}"
    assert re.findall(forbidden, template) == []
    assert len(template.splitlines()) <= 100
    assert template.count('method="post"') == template.count("{% csrf_token %}")


def test_the_guard_of_templates_sees_what_it_should() -> None:
    assert untranslated('<p>Bonjour</p><img alt="Une image">{% translate "Bonjour" %}') == [
        "Bonjour",
        "Une image",
    ]


@pytest.mark.parametrize("package", PACKAGES[1:])
def test_inventory_of_personal_data_is_complete(package: str) -> None:
    inventory = importlib.import_module(f"{package}.personal_data").INVENTORY
    models = [model for model in apps.get_app_config(package).get_models() if not model._meta.proxy]
    fields = {model.__name__: {field.name for field in model._meta.local_fields} for model in models}
    assert {name: set(facts) for name, facts in inventory.items()} == fields


def test_the_network_is_blocked() -> None:
    import socket

    from pytest_socket import SocketConnectBlockedError

    with socket.socket() as way_out, pytest.raises((SocketConnectBlockedError, UserWarning)):
        way_out.connect(("192.0.2.1", 80))


def test_lock_files_hold_no_address() -> None:
    locks = ["requirements.lock", "requirements-s3.lock", "requirements-test.lock", "package-lock.json"]
    assert [lock for lock in locks if "://" in (ROOT / lock).read_text()] == []
