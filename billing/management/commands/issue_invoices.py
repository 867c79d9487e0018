from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from accounts.models import Site, User
from billing.bulk_issuing import issue_all, would_issue
from billing.models import Invoice
from imuse.money import shown


class Command(BaseCommand):
    help = (
        "Émet les brouillons d’un site, ou de tous : numéros, mails aux familles, PDF sur tous les cœurs. Interrompue, "
        "la commande se reprend."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", help="Le nom d’un site ; tous sans lui.")
        parser.add_argument("--by", required=True, help="L’identifiant de qui en répond.")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Dit combien de brouillons s’émettraient, et n’en émet aucun.",
        )
        parser.add_argument(
            "--processes", type=int, help="Combien de processus dessinent les PDF ; tous les cœurs sans lui."
        )

    def handle(
        self, *, site: str | None, by: str, dry_run: bool, processes: int | None, **_options: Any
    ) -> None:
        drafts = Invoice.objects.all()
        if site:
            drafts = drafts.filter(site=self.one(Site, "site", name=site))
        cashier = self.one(User, "account", login=by)
        if dry_run:
            self._tell(drafts)
        else:
            self._issue(drafts, cashier, processes)

    def _tell(self, drafts: QuerySet[Invoice]) -> None:
        would = would_issue(drafts)
        self.stdout.write(
            f"{would.whole} invoices to issue, {shown(would.total)} in all, {would.refused} drafts would be left; "
            f"{would.undrawn} PDFs to make of invoices that are issued"
        )

    def _issue(self, drafts: QuerySet[Invoice], by: User, processes: int | None) -> None:
        found = issue_all(drafts, by=by, processes=processes)
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
