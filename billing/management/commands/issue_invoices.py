from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Site, User
from billing.bulk_issuing import issue_all
from billing.models import Invoice


class Command(BaseCommand):
    help = (
        "Émet les brouillons d’un site, ou de tous : numéros, mails aux familles, PDF sur tous les cœurs. Interrompue, "
        "la commande se reprend."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", help="Le nom d’un site ; tous sans lui.")
        parser.add_argument("--by", required=True, help="L’identifiant de qui en répond.")
        parser.add_argument(
            "--processes", type=int, help="Combien de processus dessinent les PDF ; tous les cœurs sans lui."
        )

    def handle(self, *, site: str | None, by: str, processes: int | None, **_options: Any) -> None:
        drafts = Invoice.objects.all()
        if site:
            drafts = drafts.filter(site=self.one(Site, "site", name=site))
        found = issue_all(drafts, by=self.one(User, "account", login=by), processes=processes)
        self.stdout.write(
            f"{found.issued} invoices issued, {found.refused} drafts left, "
            f"{found.drawn} PDFs made, {found.failed} failed"
        )
        if found.refused or found.failed:
            raise CommandError("Some are left: the page of each draft says why.")

    def one(self, model: type, word: str, **facts: str) -> Any:
        found = model.objects.filter(**facts).first()
        if found is None:
            raise CommandError(f"There is no {word} {next(iter(facts.values()))!r}.")
        return found
