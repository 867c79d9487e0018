"""«Envoyer l’identifiant» in the office: what becomes of those who are chosen, then mails, then letters."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import FamilyAccount, Site
from accounts.papers import pdf_answer
from families import telling
from families.by_post import AT_ONCE, Part, in_parts
from families.telling import Letters
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Envelope(NamedTuple):
    """Letters of one school that are printed together."""

    site: Site
    part: Part

    @property
    def name(self) -> str:
        return f"{self.site.pk}-{self.part.number}"


class IdentifiersPage:
    """`is_one` is the page of one account, where a letter is offered to who has an address too."""

    def __init__(
        self, request: "HttpRequest", accounts: Iterable[FamilyAccount], *, is_one: bool = False
    ) -> None:
        self.request, self.is_one = request, is_one
        self.accounts = list(accounts)
        self.again = is_one or bool(request.POST.get("again"))

    @cached_property
    def shown_at(self) -> datetime:
        """When the page was shown that is sent now; else this moment."""
        try:
            return datetime.fromtimestamp(float(self.request.POST.get("shown", "")), UTC)
        except (ValueError, OverflowError, OSError):
            return timezone.now()

    @cached_property
    def asked(self) -> telling.Asked:
        mine = telling.printed_by(self.request.user, since=self.shown_at)
        return telling.asked_of(self.accounts, again=self.again, mine=mine)

    @cached_property
    def by_letter(self) -> list[FamilyAccount]:
        return [*self.asked.by_letter, *(self.asked.by_mail if self.is_one else ())]

    @cached_property
    def envelopes(self) -> list[Envelope]:
        def school(account: FamilyAccount) -> tuple[str, int]:
            return account.site.name_key, account.site_id

        return [
            Envelope(several[0].site, part)
            for several in (list(each) for _site, each in groupby(sorted(self.by_letter, key=school), school))
            for part in in_parts([account.pk for account in several], AT_ONCE)
        ]

    def acts(self) -> bool:
        return "by_mail" in self.request.POST or "letters" in self.request.POST

    def act(self) -> "HttpResponse | None":
        """The PDF; nothing where mails are written, or nothing could be."""
        if "by_mail" in self.request.POST:
            self._write()
            return None
        wanted = self.request.POST["letters"]
        envelope = next((each for each in self.envelopes if each.name == wanted), None)
        return self._print(envelope.part.rows) if envelope else self._refuse(_("Rien n’est à imprimer."))

    def _write(self) -> None:
        written = telling.by_mail(self.asked.by_mail)
        done = ngettext(
            "%(n)s mail part avec l’identifiant.", "%(n)s mails partent avec l’identifiant.", written
        )
        if written:
            messages.success(self.request, done % {"n": written})
        else:
            messages.warning(self.request, _("Aucun mail ne part : c’est déjà fait."))

    def _print(self, rows: Sequence[int]) -> "HttpResponse | None":
        """Drawn first: codes count from when their letters are there."""
        letters = Letters([account for account in self.by_letter if account.pk in set(rows)])
        content = letters.draw()
        try:
            letters.keep(by=self.request.user)
        except Denied as denied:
            return self._refuse(denied.reason)
        return pdf_answer(content, f"lettres-identifiants-{timezone.localdate()}")

    def _refuse(self, reason: str) -> None:
        messages.warning(self.request, reason)
