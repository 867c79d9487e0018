"""Families with their guardians, from a file: a row for each guardian, those of a family one after the other.

A family is known by the school's reference, a guardian by the rank in it. Who is not in the file stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import FamilyAccount, Site, User, login_of
from families import guardians
from families.identity import COORDINATES, PERSON
from families.models import Family, Guardian, Person
from imuse.bulk import in_batches
from imuse.importing import columns, drafts
from imuse.importing.columns import Column
from imuse.importing.drafts import Draft
from imuse.importing.kinds import Kind, Plan
from imuse.importing.units import Row, Unit
from imuse.keys import key

AT_ONCE = 500
CIVILITY = columns.choice(
    {
        "madame": "madame",
        "mme": "madame",
        "mademoiselle": "madame",
        "mlle": "madame",
        "mrs": "madame",
        "ms": "madame",
        "Madame": "madame",
        "monsieur": "monsieur",
        "m": "monsieur",
        "m.": "monsieur",
        "mr": "monsieur",
        "Monsieur": "monsieur",
    }
)
WHO = [
    columns.of(Person, "civility", "Civilité", "Title", **CIVILITY),
    columns.of(Person, "last_name", "Nom", "Last name", required=True),
    columns.of(Person, "first_name", "Prénom", "First name"),
    columns.of(Person, "family_situation", "Situation familiale", "Family situation"),
    columns.of(Person, "profession", "Profession", "Profession"),
    columns.of(Person, "occupation_code", "Code socio-professionnel", "Occupation code"),
]
REACHED = [
    columns.of(Guardian, "address_1", "Adresse", "Address"),
    columns.of(Guardian, "address_2", "Adresse (suite)", "Address (more)"),
    columns.of(Guardian, "postal_code", "CP", "Postal code"),
    columns.of(Guardian, "city", "Ville", "City"),
    columns.of(Guardian, "home_telephone", "Tél. domicile", "Home telephone"),
    columns.of(Guardian, "work_telephone", "Tél. pro", "Work telephone"),
    columns.of(Guardian, "fax", "Télécopie", "Fax"),
    columns.of(Guardian, "mobile", "Mobile", "Mobile"),
    columns.of(Guardian, "email", "E-mail", "E-mail"),
]


def _identifier(typed: str) -> str:
    """The key is compared: it must be an identifier too (`User.clean_fields`)."""
    User._meta.get_field("identifier").clean(key(typed), None)  # noqa: SLF001 - Django's documented way
    return typed


FAMILY = columns.of(
    Family,
    "reference",
    "Référence famille",
    "Family reference",
    required=True,
    words=gettext_lazy("Celle de l’établissement, qui ne change pas."),
)


class FamilyFile(Kind):
    order, name = 10, "families"
    label = gettext_lazy("Familles et responsables")
    lead = gettext_lazy("Une ligne par responsable ; celles d’une famille se suivent.")
    permission = "families.add_family"
    by = ["reference"]
    example = Path(__file__).parent / "examples" / "families.csv"
    columns = [
        FAMILY,
        columns.of(
            Family,
            "name",
            "Nom de la famille",
            "Family name",
            words=gettext_lazy("Sans cette colonne, le nom du premier responsable."),
        ),
        columns.of(
            Guardian,
            "order",
            "Rang",
            "Rank",
            words=gettext_lazy("1 pour le responsable de la famille, puis 2, 3… Vide : l’ordre des lignes."),
        ),
        columns.of(
            User,
            "identifier",
            "Identifiant",
            "Identifier",
            reads=_identifier,
            words=gettext_lazy("Crée le compte qui ouvre le portail, sans mot de passe."),
        ),
        *WHO,
        *REACHED,
    ]

    def plans(self, units: Sequence[Unit], site: Site) -> list[Plan]:
        return _Batch(self.named(), units, site).plans

    def lock(self, units: Sequence[Unit], site: Site) -> None:
        known = Family.objects.filter(site=site, reference__in=[unit.key for unit in units])
        families = list(known.select_for_update(of=("self",)).order_by("pk"))
        people = Person.objects.filter(guardian__family__in=families)
        list(people.select_for_update(of=("self",)).order_by("pk"))

    def write(self, plans: Sequence[Plan], *, site: Site, by: User) -> None:  # noqa: ARG002
        every = [draft for plan in plans for draft in plan.drafts]
        drafts.save(
            [draft for draft in every if draft.is_new or not isinstance(draft.obj, User)],
            [FamilyAccount, Family, Person, Guardian],
        )
        for draft in every:
            follow(draft)

    def rows(self, site: Site) -> Iterator[dict[str, Any]]:
        found = Family.objects.filter(site=site).prefetch_related("guardians__person", "guardians__user")
        for batch in in_batches(found, AT_ONCE):
            for family in batch:
                yield from _rows(family)


def follow(draft: Draft) -> None:
    """An account speaks to its holder as recorded, and its address is the record's; both addresses are told."""
    obj = draft.obj
    if draft.is_new or not draft.changed:
        return
    account = getattr(obj, "user", None) or getattr(getattr(obj, "guardian", None), "user", None)
    if account is None:
        return
    if isinstance(obj, Guardian) and "email" in draft.changed and "identifier" not in draft.changed:
        guardians.write_to(account, obj.email)
    if isinstance(obj, Person) and {"civility", "first_name", "last_name"} & draft.changed.keys():
        guardians.address_as_recorded(account, obj.guardian)
        account.save(update_fields=guardians.ADDRESSED)


def _rows(family: Family) -> Iterable[dict[str, Any]]:
    of_family = {"reference": family.reference, "name": family.name}
    for guardian in sorted(family.guardians.all(), key=lambda each: each.order):
        values = {name: getattr(guardian.person, name) for name in PERSON}
        values |= {name: getattr(guardian, name) for name in ["order", *COORDINATES]}
        yield of_family | values | {"identifier": guardian.user.identifier if guardian.user else ""}


class _Batch:
    """A batch of the file beside what is on record."""

    def __init__(self, named: dict[str, Column], units: Sequence[Unit], site: Site) -> None:
        self.named, self.site = named, site
        keys = [unit.key for unit in units]
        found = Family.objects.filter(site=site, reference__in=keys)
        self.families = {family.reference: family for family in found}
        people = Guardian.objects.filter(family__in=found).select_related("person", "user", "family")
        self.guardians = {(each.family.reference, each.order): each for each in people}
        typed = {row["identifier"] for unit in units for row in unit.rows if row["identifier"]}
        logins = [login_of(site.pk, identifier) for identifier in typed]
        accounts = User.objects.filter(login__in=logins).select_related("guardian__person")
        self.accounts = {account.login: account for account in accounts}
        self.plans = [self._plan(unit) for unit in units]

    def _plan(self, unit: Unit) -> Plan:
        plan = Plan(unit)
        if not unit.faults:
            self._plan_family(plan, unit)
        return plan

    def _plan_family(self, plan: Plan, unit: Unit) -> None:
        family = self.families.get(unit.key)
        plan.is_new = family is None
        names = {row["name"] for row in unit.rows if row["name"]}
        if len(names) > 1:
            plan.refuse(
                unit.rows[-1].line,
                _("Une famille a un seul nom : %(names)s.") % {"names": ", ".join(sorted(names))},
            )
        given = {"name": next(iter(names))} if names else {}
        if family is None:
            family = Family(site=self.site, reference=unit.key)
            given = {"name": unit.first["last_name"]} | given
        plan.drafts.append(Draft(_("Famille"), family, given, self.named))
        ranks: set[int] = set()
        for place, row in enumerate(unit.rows, start=1):
            rank = row["order"] or place
            if any(row.values == other.values for other in unit.rows[: place - 1]):
                plan.refuse(row.line, _("Cette ligne est deux fois dans le fichier."))
            elif rank in ranks:
                plan.refuse(row.line, _("Deux responsables d’une famille n’ont pas le même rang."))
            ranks.add(rank)
            self._plan_guardian(plan, family, rank, row)

    def _plan_guardian(self, plan: Plan, family: Family, rank: int, row: Row) -> None:
        title = _("Responsable %(rank)s") % {"rank": rank}
        guardian = self.guardians.get((family.reference, rank))
        if guardian is None:
            guardian = Guardian(family=family, order=rank, person=Person(site=self.site))
        who = Draft(title, guardian.person, row.given(PERSON), self.named)
        reached = Draft(title, guardian, row.given(COORDINATES), self.named)
        plan.drafts += [who, reached]
        if row["identifier"]:
            self._plan_account(plan, guardian, reached, row)

    def _plan_account(self, plan: Plan, guardian: Guardian, reached: Draft, row: Row) -> None:
        identifier = row["identifier"]
        login = login_of(self.site.pk, identifier)
        plan.claims.append(f"login:{key(identifier)}")
        if guardian.user:
            if guardian.user.login != login:
                words = _("L’identifiant de ce responsable est %(known)s : il ne change pas par un import.")
                plan.refuse(row.line, words % {"known": guardian.user.identifier})
            return
        account = self.accounts.get(login)
        holder = getattr(account, "guardian", None)
        if holder:
            plan.refuse(row.line, _("Ce compte est celui de %(name)s.") % {"name": holder})
        if account is None:
            account = FamilyAccount(site=self.site, identifier=identifier, email=guardian.email)
            guardians.address_as_recorded(account, guardian)
            account.set_unusable_password()
            plan.drafts.append(Draft("", account, {}, self.named))
        reached.changed["identifier"] = ("", identifier)
        guardian.user = account
