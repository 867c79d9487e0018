"""What the commands that import have in common: the file, for whom, who answers for it, and what was done."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from accounts.imports import at_once
from accounts.imports.verbs import Status, check_can_confirm
from accounts.models import Import, Site, User
from imuse.importing import kinds
from imuse.importing.kinds import Kind
from imuse.policies import reason_against


class ImportCommand(BaseCommand):
    kind: ClassVar[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.epilog = columns_of(kinds.named(self.kind))
        parser.add_argument("file", type=Path, help="Le fichier à importer, CSV ou XLSX.")
        parser.add_argument("--site", required=True, help="Le nom du site.")
        parser.add_argument("--by", required=True, help="L’identifiant de la personne qui en répond.")
        parser.add_argument("--dry-run", action="store_true", help="Dit seulement ce qui changerait.")
        parser.add_argument(
            "--errors", type=Path, help="Où écrire le fichier à corriger, .csv ou .xlsx ; il est remplacé."
        )

    def handle(self, *, file: Path, dry_run: bool, errors: Path | None, **options: Any) -> None:
        if errors:
            written_to(errors)
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        site, by = one(Site, "site", name=options["site"]), one(User, "account", login=options["by"])
        row = at_once.preview(file, kind=kinds.named(self.kind), site=site, by=by)
        try:
            self._refuse_what_is_wrong(row, errors)
            self.stdout.write(f"{row.lines} lines: {figures(row)}")
            if not dry_run and not reason_against(check_can_confirm, row=row):
                row = at_once.write(row, by=by)
                self._tell(row)
        finally:
            at_once.forget(row)

    def _tell(self, row: Import) -> None:
        if row.status != Status.DONE:
            raise CommandError(
                "Somebody changed the same rows meanwhile. Run it again: what is written stays."
            )
        self.stdout.write("Imported.")

    def _refuse_what_is_wrong(self, row: Import, errors: Path | None) -> None:
        if row.refusal:
            raise CommandError(f"Nothing was imported: {row.refusal}")
        if not row.wrong:
            return
        if errors:
            at_once.write_errors(row, errors)
        else:
            self._list(row)
        where = f" They are in {errors}." if errors else ""
        raise CommandError(f"Nothing was imported: {figures(row)}.{where}")

    def _list(self, row: Import) -> None:
        for part in row.parts.filter(action=kinds.WRONG).order_by("place")[:20]:
            for line, words in part.faults:
                self.stderr.write(f"{line}: {words}")


def columns_of(kind: Kind) -> str:
    told = (f"{column.french}{'*' * column.required} ({column.english})" for column in kind.columns)
    return f"Les colonnes, en français ou en anglais ; l’étoile marque celles qu’il faut : {', '.join(told)}."


def figures(row: Import) -> str:
    told = {"to create": row.created, "to change": row.changed, "as they are": row.kept, "wrong": row.wrong}
    return ", ".join(f"{number} {words}" for words, number in told.items() if number or words != "wrong")


def one(model: type, word: str, **facts: str) -> Any:
    found = model.objects.filter(**facts).first()
    if found is None:
        raise CommandError(f"There is no {word} {next(iter(facts.values()))!r}.")
    return found


def written_to(path: Path) -> Path:
    if path.suffix not in {".csv", ".xlsx"}:
        raise CommandError(f"{path}: give a name that ends in .csv or .xlsx.")
    if not path.parent.is_dir():
        raise CommandError(f"There is no folder {path.parent}.")
    return path
