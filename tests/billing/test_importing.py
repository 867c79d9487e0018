"""Invoices and payments of another program: as they were, once, to the cent."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.imports import verbs, work
from accounts.models import Import, Mail
from accounts.roles import Role
from billing.ledger import account_of, sums_of_families
from billing.models import Allocation, Invoice, Payment, Regie
from families.models import Family
from imuse.importing import kinds
from imuse.importing.kinds import Kind
from tests.factories import make_family, make_guardian, make_staff
from tests.factories.billing import make_invoice

pytestmark = pytest.mark.django_db
INVOICES = "Numéro de facture;Référence famille;Année scolaire;Libellé;Émise le;Échéances;Total;Prix unitaire;Remise\n"
PAYMENTS = (
    "Numéro de reçu;Référence famille;Mode de règlement;Montant;Reçu le;Numéro de facture;Montant affecté\n"
)
ONE = INVOICES + "F1;A;2025;Cotisations;15/10/2025;;90,00;100,00;10,00\n"
PAID = PAYMENTS + "R1;A;Chèque;100,00;20/10/2025;F1;90,00\nR1;A;Chèque;100,00;20/10/2025;;10,00\n"


@pytest.fixture
def regie(gounod) -> Regie:
    return Regie.objects.create(site=gounod, name="Régie")


@pytest.fixture
def family(gounod, regie) -> Family:
    family = make_family(gounod, reference="A")
    make_guardian(family, address_1="3, rue des Lilas")
    return family


@pytest.fixture
def cashier(gounod):
    return make_staff("regie.gounod", gounod, role=Role.REGIE)


@pytest.fixture
def send(gounod, cashier):
    def send(kind: str, text: str) -> Import:
        row = verbs.send(BytesIO(text.encode()), name="x", kind=kinds.named(kind), site=gounod, by=cashier)
        work.work_on.call(row.pk)
        return Import.objects.get(pk=row.pk)

    return send


@pytest.fixture
def imported(send, cashier):
    def imported(kind: str, text: str) -> None:
        row = send(kind, text)
        assert (row.status, faults(row)) == (Import.Status.READY, [])
        row = verbs.confirm(row, by=cashier)
        work.work_on.call(row.pk)
        row.refresh_from_db()
        assert row.status == Import.Status.DONE

    return imported


def faults(row: Import) -> list[str]:
    return [row.refusal] * bool(row.refusal) + [
        words for part in row.parts.order_by("place") for _line, words in part.faults
    ]


def test_invoice_enters_as_issued_with_its_number_and_tells_nobody(imported, family) -> None:
    imported("invoices", ONE)
    invoice = Invoice.objects.get()
    assert (invoice.number, invoice.total, invoice.discount) == ("F1", Decimal(90), Decimal(10))
    assert (invoice.is_issued, invoice.issued_on, invoice.has_its_seal) == (True, date(2025, 10, 15), True)
    assert invoice.payer == "Luc Moreau\n3, rue des Lilas"
    assert [(each.due_on, each.amount) for each in invoice.instalments.all()] == [(date(2025, 11, 14), 90)]
    assert not Mail.objects.exists()


def test_money_is_exact_and_all_checks_hold(imported, family, capsys) -> None:
    imported("invoices", ONE)
    imported("payments", PAID)
    payment = Payment.objects.get()
    assert (payment.number, payment.recorded_on, payment.has_its_seal) == ("R1", date(2025, 10, 20), True)
    assert all(each.has_its_seal for each in Allocation.objects.all())
    sums = sums_of_families([family.pk])[family.pk]
    assert (sums.billed, sums.paid, sums.balance) == (Decimal(90), Decimal(100), Decimal(10))
    assert account_of(family, on=date(2026, 1, 1)).sums == sums
    call_command("check_integrity")


def test_again_is_no_change_and_a_change_is_refused(send, imported, family) -> None:
    imported("invoices", ONE)
    imported("payments", PAID)
    assert (send("invoices", ONE).kept, send("payments", PAID).kept) == (1, 1)
    assert faults(send("invoices", ONE.replace("90,00;100,00;10,00", "95,00;95,00;"))) == [
        "Cette facture est émise, et dit autre chose\u00a0: Total, Prix unitaire. Elle se corrige par un avoir."
    ]
    assert faults(send("payments", PAID.replace("100,00;20/10", "100,00;21/10"))) == [
        "Ce règlement est enregistré, et dit autre chose\u00a0: Reçu le. Il s’annule, il ne change pas."
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("F1;Z;2025;C;15/10/2025;;90,00;90,00;\n", "La famille Z n’est pas connue"),
        ("F1;A;2025;C;15/10/2025;;90,01;90,00;\n", "Les lignes font 90,00\u00a0€, le total 90,01\u00a0€"),
        ("F1;A;2025;C;15/10/2025;;-5;5;10\n", "La remise ne dépasse pas le prix"),
        ("F1;A;2025;C;15/10/2999;;90,00;90,00;\n", "Cette date est à venir"),
        ("FACT2025000001;A;2025;C;15/10/2025;;90;90;\n", "le portail donne lui-même"),
        ("F/1;A;2025;C;15/10/2025;;90;90;\n", "16 signes au plus"),
        ("F1;A;2025;C;15/10/2025;01/11/2025 = 1,00 | 01/12/2025 = 2,00;90;90;\n", "Les échéances font 3,00"),
        ("F1;A;2025;C;15/10/2025;01/11/2025 | 01/12/2025;90;90;\n", "Chaque échéance a un montant"),
        (
            "F1;A;2025;C;15/10/2025;;90;45;\nF1;A;2025;D;15/10/2025;;90;45;\n",
            "autrement ligne 2\u00a0: Libellé",
        ),
    ],
)
def test_invoice_that_cannot_be_is_told(send, family, row, words) -> None:
    assert words in " ".join(faults(send("invoices", INVOICES + row)))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("R1;Z;Chèque;90;20/10/2025;F1;\n", "La famille Z n’est pas connue"),
        ("R1;B;Chèque;90;20/10/2025;F1;\n", "n’est pas de cette famille"),
        ("R1;A;Troc;90;20/10/2025;F1;\n", "Troc\u00a0» n’est pas connu ici"),
        ("R1;A;Chèque;90;20/10/2025;F404;\n", "La facture F404 n’est pas connue"),
        ("R1;A;Chèque;90;20/10/2025;F1;89,99\n", "ne font pas le montant"),
        ("F1;A;Chèque;90;20/10/2025;F1;\n", "a déjà ce numéro"),
    ],
)
def test_payment_that_cannot_be_is_told(send, imported, family, gounod, row, words) -> None:
    make_family(gounod, reference="B")
    imported("invoices", ONE)
    assert words in " ".join(faults(send("payments", PAYMENTS + row)))


def test_school_of_two_regies_says_which(send, family, gounod) -> None:
    Regie.objects.create(site=gounod, name="Instruments")
    assert faults(send("invoices", ONE)) == ["Quelle régie\u202f? Possible\u00a0: Instruments, Régie."]


def test_school_that_begins_makes_its_regie_first(send, family) -> None:
    Regie.objects.all().delete()
    assert faults(send("invoices", ONE)) == [
        "Ce site n’a pas encore de régie\u00a0: ajoutez-la d’abord, dans «\u00a0Gestion › Régies\u00a0»."
    ]


def test_what_the_portal_issued_is_exported_and_left_as_it_is(send, family, gounod) -> None:
    invoice = make_invoice(family)
    told = kinds.named("invoices")
    lines = [";".join(f'"{cell}"' for cell in line) for line in (told.head(), *told.lines(gounod))]
    assert invoice.number in lines[1]
    assert send("invoices", "\n".join(lines)).kept == 1


def test_papers_of_elsewhere_are_found_by_their_number(imported, family, client, cashier, gounod) -> None:
    imported("invoices", ONE)
    imported("payments", PAID)
    client.enter(cashier)
    for number in ("F1", "R1"):
        assert client.get(reverse("office_document", args=[gounod.pk, number])).status_code == 200
    assert client.get(reverse("office_document", args=[gounod.pk, "F404"])).status_code == 404


def test_examples_follow_those_of_people(imported, send, gounod, regie, cashier) -> None:
    for kind in kinds.all_kinds():
        imported(kind.name, kind.example.read_text())
        again = send(kind.name, kind.example.read_text())
        assert (again.created, again.changed, again.wrong) == (0, 0, 0)
    assert Invoice.objects.count() == 3
    call_command("check_integrity")


def in_english(kind: Kind) -> str:
    head, rows = kind.example.read_text().split("\n", 1)
    names = {column.french: column.english for column in kind.columns}
    return ";".join(names[name] for name in head.split(";")) + f"\n{rows}"


def test_examples_are_known_by_english_headings(imported, send, regie) -> None:
    for kind in kinds.all_kinds():
        imported(kind.name, in_english(kind))
        again = send(kind.name, kind.example.read_text())
        assert (again.status, again.created, again.changed) == (Import.Status.READY, 0, 0)


def test_money_is_the_regies_and_people_the_secretariats(client, office, cashier, gounod) -> None:
    for user, allowed in ((office, ["families", "students", "courses"]), (cashier, ["invoices", "payments"])):
        client.enter(user)
        answers = {
            kind.name: client.get(reverse("import_kind", args=[kind.name])).status_code
            for kind in kinds.all_kinds()
        }
        assert answers == {name: 200 if name in allowed else 404 for name in answers}
