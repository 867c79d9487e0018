"""Every sentence is in each catalogue and translated, and French is typed so that no line breaks before its signs."""

import re
import shutil
from ast import literal_eval
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z%]|\{\w*\}")
# A colon within a time or an address is no French colon: what follows it is a space, or nothing.
WITHOUT_ITS_SPACE = re.compile(r"(?<!\u00a0)(?:»|:(?!\S))|(?<![\u00a0\u202f!?])[;!?](?!\w)|«(?!\u00a0)")


class Entry(NamedTuple):
    context: str
    msgid: str
    plural: str
    translations: list[str]
    is_fuzzy: bool

    @property
    def source(self) -> tuple[str, str, str]:
        return self.context, self.msgid, self.plural


def entries_of(catalogue: Path) -> list[Entry]:
    """The header, whose msgid is empty, comes first. What is commented out as obsolete counts like the rest."""
    text = re.sub(r"(?m)^#~ ", "", catalogue.read_text(encoding="utf-8"))
    return [entry_of(block) for block in re.split(r"\n\n+", text.strip())]


def entry_of(block: str) -> Entry:
    fields, name = {}, ""
    for keyword, value in re.findall(r'(?m)^(?:(msg\S+) )?(".*")$', block):
        name = keyword or name  # a line without a keyword goes on with the one before
        fields[name] = fields.get(name, "") + literal_eval(value)
    return Entry(
        fields.get("msgctxt", ""),
        fields["msgid"],
        fields.get("msgid_plural", ""),
        [text for name, text in fields.items() if name.startswith("msgstr")],
        re.search(r"(?m)^#,.*\bfuzzy\b", block) is not None,
    )


def is_translated(entry: Entry, plural_forms: int) -> bool:
    expected = plural_forms if entry.plural else 1
    return (
        not entry.is_fuzzy and len(entry.translations) == expected and all(map(str.strip, entry.translations))
    )


def keeps_placeholders(entry: Entry) -> bool:
    singular, *plurals = entry.translations
    pairs = [(entry.msgid, singular), *((entry.plural, text) for text in plurals)]
    return all(set(PLACEHOLDER.findall(source)) == set(PLACEHOLDER.findall(text)) for source, text in pairs)


@pytest.fixture(params=CATALOGUES, ids=[path.parts[-3] for path in CATALOGUES])
def catalogue(request) -> Path:
    return request.param


def test_there_is_a_catalogue_for_each_language_but_french(settings):
    assert {path.parts[-3] for path in CATALOGUES} == {code for code, _ in settings.LANGUAGES} - {"fr"}


def test_the_catalogue_has_the_sentences_of_code_and_templates(catalogue, tmp_path, monkeypatch, settings):
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    for folder in packages | {"templates", "locale"}:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)

    call_command("makemessages", "--all", "--no-obsolete", verbosity=0)

    wanted = {entry.source for entry in entries_of(tmp_path / catalogue.relative_to(ROOT))}
    kept = {entry.source for entry in entries_of(catalogue)}
    assert wanted == kept, (
        f"Run bin/catalogue. Missing: {sorted(wanted - kept)}. Obsolete: {sorted(kept - wanted)}."
    )


def test_every_sentence_is_translated(catalogue):
    header, *entries = entries_of(catalogue)
    plural_forms = int(re.search(r"nplurals=(\d+)", header.translations[0])[1])
    assert entries
    offenders = [entry.msgid for entry in entries if not is_translated(entry, plural_forms)]
    assert not offenders, "\n".join(offenders)


def test_translations_keep_the_placeholders(catalogue):
    offenders = [entry.msgid for entry in entries_of(catalogue) if not keeps_placeholders(entry)]
    assert not offenders, "\n".join(offenders)


def test_french_signs_have_the_space_that_does_not_break(catalogue):
    """U+00A0 before a colon and inside « »; U+202F, or U+00A0, before ; ! and ?"""
    sentences = {text for entry in entries_of(catalogue) for text in (entry.msgid, entry.plural)}
    offenders = sorted(text for text in sentences if WITHOUT_ITS_SPACE.search(text))
    assert not offenders, "\n".join(offenders)
