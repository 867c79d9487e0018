"""From «Paiement en ligne» to the ledger, over a real socket to the stand-in, with all that may go wrong."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from billing import asking, online
from billing.ledger import account_of
from billing.models import OnlinePayment, Payment, Titre
from billing.payfip import faults
from billing.payfip.client import payer_page
from imuse.policies import Denied
from tests.factories.billing import cashier_of, make_invoice, make_payment, regie_of

Status = OnlinePayment.Status
PAY = "/facturation/paiement"


@pytest.fixture
def regie(moreau_family):
    regie = regie_of(moreau_family.site)
    regie.client_number, regie.payfip_mode = "012345", "W"
    regie.save()
    return regie


@pytest.fixture
def invoice(moreau_family, regie):
    return make_invoice(moreau_family, 120)


@pytest.fixture
def payer(client, moreau):
    moreau.email = "luc@example.org"
    moreau.save()
    return client.enter(moreau)


def due(family) -> Decimal:
    return account_of(family, on=timezone.localdate()).sums.due


def pay(payer, regie, **chosen) -> OnlinePayment:
    answer = payer.post(PAY, {"regie": regie.pk, **chosen})
    attempt = OnlinePayment.objects.order_by("-pk").first()
    assert answer["Location"] == f"/paiement/payfip/depart/{attempt.token}", answer
    return attempt


def settled(attempt: OnlinePayment) -> OnlinePayment:
    return online.settle(OnlinePayment.objects.get(pk=attempt.pk))


def test_paid_is_in_the_ledger_with_its_receipt(payer, payfip, moreau_family, regie, invoice) -> None:
    attempt = pay(payer, regie)
    page = payer.get(f"/paiement/payfip/depart/{attempt.token}").content.decode()
    assert f'content="0; url={payer_page(attempt.operation)}"' in page
    payfip.treasury.decide(attempt.operation, "P")
    paid = settled(attempt)
    assert (paid.status, paid.payment.amount, due(moreau_family)) == (Status.PAID, Decimal(120), 0)
    assert paid.payment.number in payer.get("/facturation").content.decode()
    assert (
        "Votre paiement est enregistré"
        in payer.get(f"/paiement/payfip/retour/{attempt.token}").content.decode()
    )


def test_settled_once_however_often(payer, payfip, regie, invoice) -> None:
    attempt = pay(payer, regie)
    payfip.treasury.decide(attempt.operation, "P")
    for _time in range(3):
        settled(attempt)
        online.settle(attempt)  # a stale copy
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("letter", "status"), [("R", Status.REFUSED), ("Z", Status.REFUSED), ("A", Status.ABANDONED)]
)
def test_unhappy_ends_may_still_be_paid(payer, payfip, moreau_family, regie, invoice, letter, status) -> None:
    attempt = pay(payer, regie)
    payfip.treasury.decide(attempt.operation, letter)
    assert (settled(attempt).status, due(moreau_family)) == (status, 120)
    payfip.treasury.decide(attempt.operation, "P")
    assert (settled(attempt).status, due(moreau_family)) == (Status.PAID, 0)


def test_paid_is_never_undone_by_itself(payer, payfip, moreau_family, regie, invoice) -> None:
    attempt = pay(payer, regie)
    payfip.treasury.decide(attempt.operation, "P")
    settled(attempt)
    payfip.treasury.operations[attempt.operation].outcome = "R"
    assert (settled(attempt).status, due(moreau_family)) == (Status.PAID, 0)


@pytest.mark.parametrize("scenario", ["other_amount", "other_reference", "other_client", "other_mode"])
def test_answer_that_differs_books_nothing_and_is_looked_into(
    payer, payfip, moreau_family, regie, invoice, scenario
) -> None:
    payfip.treasury.prepare([scenario])
    attempt = pay(payer, regie)
    payfip.treasury.decide(attempt.operation, "P")
    stopped = settled(attempt)
    assert (stopped.status, due(moreau_family), Payment.objects.count()) == (Status.MISMATCH, 120, 0)
    assert list(OnlinePayment.objects.to_look_into()) == [stopped]


def test_unknown_letter_survives(payer, payfip, moreau_family, regie, invoice) -> None:
    payfip.treasury.prepare(["new_letter"])
    attempt = pay(payer, regie)
    payfip.treasury.decide(attempt.operation, "P")
    waiting = settled(attempt)
    assert (waiting.status, waiting.outcome, waiting.next_ask is not None) == (Status.PENDING, "W", True)
    assert "Réponse inconnue" in waiting.alert


def test_settled_otherwise_meanwhile_is_kept_and_flagged(
    payer, payfip, moreau_family, regie, invoice
) -> None:
    attempt = pay(payer, regie)
    make_payment(moreau_family, 100)
    payfip.treasury.decide(attempt.operation, "P")
    paid = settled(attempt)
    assert (paid.status, due(moreau_family)) == (Status.PAID, -100)
    assert "Trop-perçu de 100,00" in paid.alert


def test_two_attempts_both_paid_are_both_kept_and_one_flagged(
    payer, payfip, moreau_family, regie, invoice
) -> None:
    first = pay(payer, regie)
    with time_machine.travel(timezone.now() + timedelta(minutes=21), tick=False):
        second = pay(payer, regie)
    for attempt in (first, second):
        payfip.treasury.decide(attempt.operation, "P")
        settled(attempt)
    assert (Payment.objects.count(), due(moreau_family)) == (2, -120)
    assert [bool(each.alert) for each in OnlinePayment.objects.order_by("pk")] == [False, True]


def test_the_same_is_not_paid_twice_meanwhile(payer, payfip, regie, invoice) -> None:
    pay(payer, regie)
    answer = payer.post(PAY, {"regie": regie.pk}, follow=True)
    assert "en cours de vérification" in answer.content.decode()
    assert OnlinePayment.objects.count() == 1


def test_several_invoices_each_in_its_share(payer, payfip, moreau_family, regie, invoice) -> None:
    other = make_invoice(moreau_family, 30)
    attempt = pay(payer, regie, chosen="1", invoice=[invoice.number, other.number])
    assert attempt.amount == 150
    payfip.treasury.decide(attempt.operation, "P")
    settled(attempt)
    bills = account_of(moreau_family, on=timezone.localdate()).bills
    assert [bill.remaining for bill in bills] == [0, 0]


def test_none_chosen_is_told(payer, payfip, regie, invoice) -> None:
    answer = payer.post(PAY, {"regie": regie.pk, "chosen": "1"}, follow=True)
    assert "Il n’y a rien à payer en ligne" in answer.content.decode()


def test_another_s_invoice_is_not_among_them(payer, payfip, petit_family, regie, invoice) -> None:
    theirs = make_invoice(petit_family, 50)
    answer = payer.post(PAY, {"regie": regie.pk, "chosen": "1", "invoice": theirs.number})
    assert (answer["Location"], OnlinePayment.objects.count()) == ("/facturation", 0)


def test_titre_is_not_paid_here(payer, payfip, moreau_family, regie, invoice) -> None:
    Titre.objects.create(
        invoice=invoice,
        identifier="012345",
        reference="2026-RS-00-1",
        handed_over_on=timezone.localdate(),
        handed_over_by=cashier_of(invoice.site),
    )
    answer = payer.post(PAY, {"regie": regie.pk}, follow=True)
    assert "Il n’y a rien à payer en ligne" in answer.content.decode()


def test_below_one_euro_nothing_is_offered(payer, payfip, moreau_family, regie) -> None:
    make_invoice(moreau_family, Decimal("0.50"))
    answer = payer.post(PAY, {"regie": regie.pk}, follow=True)
    assert "Le paiement en ligne commence à 1,00" in answer.content.decode()


@pytest.mark.parametrize(
    ("mode", "banner", "word", "alert"),
    [
        ("T", "Paiement en ligne à l’essai", "rien n’est débité", ""),
        (
            "X",
            "Paiement en ligne en cours d’activation",
            "la carte est débitée",
            "Paiement d’activation\u00a0: une carte a été débitée",
        ),
    ],
)
def test_trial_says_so_and_moves_no_money(
    secured, payer, payfip, regie, invoice, mode, banner, word, alert
) -> None:
    regie.payfip_mode = mode
    regie.save()
    assert banner in payer.get("/facturation").content.decode()
    attempt = pay(payer, regie)
    payfip.treasury.decide(attempt.operation, "P")
    tried = settled(attempt)
    assert (tried.status, tried.alert, Payment.objects.count()) == (Status.TRIED, alert, 0)
    assert word in payer.get(f"/paiement/payfip/retour/{attempt.token}").content.decode()


@pytest.mark.parametrize(
    ("means", "told"),
    [
        ("", "Réglez-la auprès de «\u00a0Régie du conservatoire\u00a0»"),
        ("Par chèque, à l’accueil.", "Par chèque, à l’accueil."),
    ],
)
def test_without_payfip_there_is_no_button_and_what_to_do_is_said(payer, regie, invoice, means, told) -> None:
    regie.payfip_mode, regie.payment_means, regie.name = "", means, "Régie du conservatoire"
    regie.save()
    shown = payer.get("/facturation").content.decode()
    assert ("Paiement en ligne" in shown, told in shown) == (False, True)


@pytest.mark.parametrize("scenario", ["html", "lost_after_creation", "malformed", "dysfunction", "absent"])
def test_payfip_that_is_down_charges_nothing(payer, payfip, moreau_family, regie, invoice, scenario) -> None:
    payfip.treasury.prepare([scenario])
    answer = payer.post(PAY, {"regie": regie.pk}, follow=True)
    assert "Rien n’a été débité" in answer.content.decode()
    assert OnlinePayment.objects.get().status == Status.FAILED
    pay(payer, regie)  # the invoice stays payable


# What comes back


@pytest.fixture
def asked(monkeypatch) -> list[int]:
    """Whom the worker would ask about."""
    found: list[int] = []
    monkeypatch.setattr("billing.asking.ask", type("Task", (), {"enqueue": staticmethod(found.append)}))
    return found


@pytest.fixture
def attempt(payer, payfip, regie, invoice) -> OnlinePayment:
    return pay(payer, regie)


@pytest.mark.parametrize(
    ("method", "name", "place"),
    [
        ("post", "idop", "body"),
        ("post", "idOp", "body"),
        ("get", "idop", "address"),
        ("post", "IDOP", "address"),
    ],
)
def test_notification_in_any_form_is_a_reason_to_ask(client, attempt, asked, method, name, place) -> None:
    address = f"/paiement/payfip/notification/{attempt.token}"
    said = {name: attempt.operation}
    stranger = type(client)()
    if place == "body":
        answer = stranger.post(address, said)
    else:
        answer = getattr(stranger, method)(f"{address}?{name}={attempt.operation}")
    assert (answer.status_code, asked) == (200, [attempt.pk])


@pytest.mark.parametrize("said", [{}, {"idop": "forged"}, {"resultrans": "P"}])
def test_forged_notification_asks_nothing(client, attempt, asked, said, django_assert_num_queries) -> None:
    stranger = type(client)()
    with django_assert_num_queries(1):
        answer = stranger.post(f"/paiement/payfip/notification/{attempt.token}", said)
    with django_assert_num_queries(1):
        stranger.post("/paiement/payfip/notification/unknown", {"idop": attempt.operation})
    assert (answer.status_code, asked) == (200, [])


def test_a_thousand_ask_once(client, attempt, asked) -> None:
    stranger = type(client)()
    for _time in range(20):
        stranger.post(f"/paiement/payfip/notification/{attempt.token}", {"idop": attempt.operation})
        stranger.get(f"/paiement/payfip/retour/{attempt.token}?idop={attempt.operation}")
    assert asked == [attempt.pk]


def test_return_without_a_session_shows_a_state_and_nobody(client, attempt, asked) -> None:
    page = type(client)().get(f"/paiement/payfip/retour/{attempt.token}").content.decode()
    assert 'http-equiv="refresh" content="4"' in page
    assert ("Paiement en cours de vérification" in page, "Moreau" in page, "120,00" in page) == (
        True,
        False,
        False,
    )


def test_who_left_already_is_not_sent_again(payer, attempt, asked) -> None:
    payer.get(f"/paiement/payfip/retour/{attempt.token}")
    answer = payer.get(f"/paiement/payfip/depart/{attempt.token}")
    assert answer["Location"] == f"/paiement/payfip/retour/{attempt.token}"


# Nobody comes back


def test_sweep_asks_whoever_is_due_and_once(attempt, asked) -> None:
    assert asking.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        assert (asking.sweep(), asking.sweep(), asked) == (1, 0, [attempt.pk])


@pytest.mark.parametrize(
    ("age", "pause"),
    [
        (timedelta(minutes=10), timedelta(minutes=5)),
        (timedelta(hours=3), timedelta(hours=1)),
        (timedelta(days=3), timedelta(days=1)),
        (timedelta(days=8), None),
    ],
)
def test_it_is_asked_less_and_less_often(attempt, age, pause) -> None:
    with time_machine.travel(attempt.started_at + age, tick=False):
        asked = settled(attempt)
        assert asked.next_ask == (timezone.now() + pause if pause else None)
        assert asked.status == (Status.EXPIRED if age > timedelta(hours=2) else Status.PENDING)


def test_late_payment_of_an_expired_attempt_still_counts(attempt, payfip, moreau_family) -> None:
    with time_machine.travel(attempt.started_at + timedelta(hours=5), tick=False):
        assert settled(attempt).status == Status.EXPIRED
    payfip.treasury.decide(attempt.operation, "P")
    assert (settled(attempt).status, due(moreau_family)) == (Status.PAID, 0)


def test_forgotten_operation_ends_after_a_day(attempt, payfip) -> None:
    payfip.treasury.operations.clear()
    assert settled(attempt).status == Status.PENDING
    with time_machine.travel(attempt.started_at + timedelta(hours=25), tick=False):
        gone = settled(attempt)
    assert (gone.status, gone.next_ask) == (Status.EXPIRED, None)


def test_reconcile_says_what_it_found(attempt, payfip) -> None:
    payfip.treasury.decide(attempt.operation, "P")
    assert asking.reconcile(every=True) == {"paid": 1}
    assert asking.reconcile(every=True) == {}


def test_payer_without_an_address_is_told(client, moreau, payfip, regie, invoice) -> None:
    answer = client.enter(moreau).post(PAY, {"regie": regie.pk}, follow=True)
    assert "PayFiP demande une adresse e-mail" in answer.content.decode()


def test_what_the_treasury_refuses_is_looked_into(payer, payfip, regie, invoice) -> None:
    regie.client_number = "000000"
    regie.save()
    with pytest.raises(Denied) as denied:
        online.start(
            family=invoice.family,
            choice=online.Choice(regie, [(invoice, Decimal(120))]),
            by=invoice.family.guardians.get().user,
        )
    assert isinstance(denied.value.__cause__, faults.Refused)
    assert "T2" in OnlinePayment.objects.to_look_into().get().alert


def test_office_has_payfip_asked_by_the_worker(client, cashier, attempt, asked) -> None:
    """No page waits for the Treasury: one press, one question about each."""
    client.enter(cashier)
    chosen = {"action": "ask_now", "_selected_action": [attempt.pk]}
    answers = [client.post("/gestion/billing/onlinepayment/", chosen, follow=True) for _each in range(2)]
    told = [str(*answer.context["messages"]) for answer in answers]
    assert asked == [attempt.pk]
    assert told == [
        "PayFiP est interrogé sur 1 paiement\u00a0: actualisez la page dans un instant.",
        "Ce choix n’a plus rien à demander à PayFiP.",
    ]
