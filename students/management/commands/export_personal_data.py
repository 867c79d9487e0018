from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User, login_of
from accounts.models.site import Site
from families.models import Person
from imuse import new_files, personal_export
from imuse.personal_data import Subject
from imuse.policies import Denied
from students import subjects


class Command(BaseCommand):
    help = (
        "Écrit dans un fichier .zip tout ce que le portail garde d’une personne : donnees.json et ses fichiers. Ce qui "
        "est dit d’autres personnes n’y est pas. Le fichier est à remettre à la personne, puis à effacer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Le fichier à écrire ; il ne doit pas exister.")
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--account", help="L’identifiant du compte ; avec --site pour une famille.")
        who.add_argument("--person", type=int, help="Le numéro de la personne, dans l’adresse de sa fiche.")
        parser.add_argument("--site", help="Le nom du site du compte ; sans lui, un compte du personnel.")
        household = parser.add_mutually_exclusive_group()
        household.add_argument(
            "--household",
            default="",
            help="Pour un élève de deux familles : la référence de celle qui demande.",
        )
        household.add_argument(
            "--every-household", action="store_true", help="Pour un élève majeur qui demande lui-même."
        )

    def handle(self, *, file: Path, **given: Any) -> None:
        try:
            with new_files.drafted(file) as draft, new_files.opened(draft) as opened:
                told = personal_export.write(opened, self.subject(**given))
        except Denied as denied:
            raise CommandError(f"Nothing was written: {denied.reason}") from denied
        except OSError as fault:
            raise CommandError(new_files.reason_of(fault, file)) from fault
        self.stdout.write(f"{file}: {told.rows} rows, {told.files} files")
        if told.lost:
            raise CommandError(
                f"{told.lost} files are missing in the store: the zip is written without them."
            )

    def subject(
        self,
        *,
        account: str | None,
        person: int | None,
        site: str | None,
        household: str,
        every_household: bool,
        **_options: Any,
    ) -> Subject:
        if account:
            return subjects.of_account(self.account(account, site))
        found = Person.objects.filter(pk=person).first()
        if found is None:
            raise CommandError(f"There is no person {person}.")
        return subjects.of_person(found, household=household, every_household=every_household)

    def account(self, identifier: str, site: str | None) -> User:
        place = Site.objects.filter(name=site).first() if site else None
        if site and place is None:
            raise CommandError(f"There is no site {site!r}.")
        found = User.objects.filter(login=login_of(place.pk if place else None, identifier)).first()
        if found is None:
            raise CommandError(f"There is no account {identifier!r}" + (f" at {site}." if site else "."))
        return found
