"""Each command says in French what it does, and docs/operations.md shows how it is typed."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.test_house import PACKAGES

OPERATIONS = (Path(__file__).parent.parent / "docs" / "operations.md").read_text()
OURS = sorted(name for name, app in get_commands().items() if app in PACKAGES)

ENGLISH = re.compile(r"\b(the|of|and|what|which|without|each)\b")


def arguments(command: BaseCommand) -> dict[str, str | None]:
    return {each.dest: each.help for each in command.create_parser("manage.py", "any")._actions}


def own_arguments(name: str) -> dict[str, str | None]:
    """But those that Django gives to all."""
    given = arguments(BaseCommand())
    every = arguments(load_command_class(get_commands()[name], name))
    return {dest: words for dest, words in every.items() if dest not in given}


def is_sentence(words: str | None) -> bool:
    return bool(words) and words[0].isupper() and words.endswith(".") and not ENGLISH.search(words)


@pytest.mark.parametrize("name", OURS)
def test_help_is_in_french_sentences(name: str) -> None:
    assert is_sentence(load_command_class(get_commands()[name], name).help)
    assert [dest for dest, words in own_arguments(name).items() if not is_sentence(words)] == []


@pytest.mark.parametrize("name", OURS)
def test_typography_of_help(name: str) -> None:
    words = [load_command_class(get_commands()[name], name).help, *own_arguments(name).values()]
    assert [each for each in words if re.search(r" [;:!?»]|« |'", each)] == []


@pytest.mark.parametrize("name", OURS)
def test_operations_show_an_example(name: str) -> None:
    assert re.search(rf"^    (\S+ )*(imuse-)?manage(\.py)? {name}( |$)", OPERATIONS, re.MULTILINE)
