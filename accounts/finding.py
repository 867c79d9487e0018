"""Families' accounts, by identifier, name or address."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import FamilyAccount, User
from imuse.finding import Found, Question, Source, some
from imuse.keys import key

VIEW = "accounts.view_familyaccount"


def accounts(user: User, question: Question) -> Iterator[Found]:
    seen = FamilyAccount.objects.for_user(user, VIEW).select_related("site")
    rows = seen.filter(question.named("search_key"))
    for account in some(question.in_order(rows, "search_key")):
        yield Found(
            account.identifier,
            reverse("admin:accounts_familyaccount_change", args=[account.pk]),
            _told(account),
            key(account.identifier) == question.key,
        )


def _told(account: FamilyAccount) -> str:
    state = "" if account.is_active else _("inactif")
    return ", ".join(filter(None, [account.get_full_name(), account.email, state, account.site.name]))


SOURCES = [
    Source(40, gettext_lazy("Comptes"), (VIEW,), accounts, "admin:accounts_familyaccount_changelist"),
]
