from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import FamilyAccount, Site
from families import by_post, telling
from families.telling import Letters
from imuse.policies import Denied
from imuse.progress import bar


class Command(BaseCommand):
    help = (
        "Envoie aux familles d’un site leur identifiant : par mail, ou par lettre (PDF) à celles sans adresse."
        " Qui l’a déjà reçu est laissé. Relancée après un arrêt, elle continue."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", required=True, help="Le nom du site.")
        parser.add_argument("--dry-run", action="store_true", help="Compte, et n’écrit à personne.")
        parser.add_argument("--again", action="store_true", help="Aussi à qui l’a déjà reçu.")
        parser.add_argument("--letters", type=Path, help="Le dossier où mettre les lettres.")

    def handle(self, *, site: str, dry_run: bool, again: bool, letters: Path | None, **_options: Any) -> None:
        school = Site.objects.filter(name=site).first()
        if school is None:
            raise CommandError(f"There is no site {site!r}.")
        accounts = FamilyAccount.objects.filter(site=school).select_related("site").order_by("pk")
        asked = telling.asked_of(accounts, again=again)
        left = f"{len(asked.told)} told already, {len(asked.inactive)} inactive"
        if dry_run:
            waiting = telling.waiting_to_leave(asked.by_mail, school)
            mails = _told_with_waiting(len(asked.by_mail) - waiting, "to write", waiting)
            self.stdout.write(f"{school}: {mails}, {len(asked.by_letter)} letters to print, {left}")
            return
        written = _mails(asked.by_mail)
        mails = _told_with_waiting(written, "written", len(asked.by_mail) - written)
        self.stdout.write(f"{school}: {mails}, {left}")
        if letters is None:
            self.stdout.write(f"{len(asked.by_letter)} without an address: --letters prints theirs")
            return
        self._print(asked.by_letter, letters)

    def _print(self, accounts: list[FamilyAccount], folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path, count in _letters(accounts, folder):
                self.stdout.write(f"{count} letters: {path}")
        except OSError as trouble:
            raise CommandError(f"The letters cannot be written to {folder}: {trouble.strerror}.") from trouble
        except Denied as denied:
            raise CommandError(f"Stopped: {denied.reason}") from denied
        self.stdout.write(f"{len(accounts)} letters printed")


def _told_with_waiting(number: int, what: str, waiting: int) -> str:
    """Asked for again, a mail that has not left yet is not written twice."""
    return f"{number} mails {what}" + (f", {waiting} wait already to leave" if waiting else "")


def _mails(accounts: list[FamilyAccount]) -> int:
    written = 0
    with bar("Mails", total=len(accounts), unit="mails") as progress:
        for account in accounts:
            written += telling.by_mail([account])
            progress.update(1)
    return written


def _letters(accounts: list[FamilyAccount], folder: Path) -> Iterator[tuple[Path, int]]:
    """Mostly one file, under a name of its own: codes are in no other place. It has its name once they count."""
    stamp = f"{timezone.localtime():%Y-%m-%d-%H%M%S}"
    for part in by_post.in_parts(range(len(accounts)), by_post.AT_ONCE):
        several = [accounts[index] for index in part.rows]
        letters = Letters(several)
        path = folder / f"lettres-identifiants-{stamp}-{part.number}.pdf"
        draft = path.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_bytes(letters.draw())
        try:
            with transaction.atomic():
                letters.keep()
                draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
        yield path, len(several)
