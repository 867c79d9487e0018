"""A text message leaves: once, whatever happens to the gateway, the worker or the queue."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import outgoing, text_delivery, texts
from accounts.models import Text
from accounts.roles import Role
from imuse import queues
from imuse.texting import Refused, Trouble
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

TEXTS = "/gestion/accounts/text/"
Status = Text.Status


class Stub:
    """What it is given, unless it has an answer."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.answer: Exception | None = None

    def send(self, *, to: str, text: str, reference: str) -> None:
        if self.answer:
            raise self.answer
        self.sent.append((to, text, reference))


@pytest.fixture
def gateway(settings) -> Stub:
    settings.SMS = Stub()
    return settings.SMS


@pytest.fixture
def text(moreau) -> Text:
    over = timezone.now() + timedelta(hours=12)
    return texts.write("Bonjour", to="+33639981234", site=moreau.site, user=moreau, lapses_at=over)


def deliver(text: Text) -> Text:
    text_delivery.deliver.call(text.pk)
    text.refresh_from_db()
    return text


def test_text_is_queued_with_its_row_and_sent_once(gateway, text) -> None:
    assert DBTaskResult.objects.get().args_kwargs == {"args": [text.pk], "kwargs": {}}
    deliver(text)
    assert (deliver(text).status, gateway.sent) == (Status.SENT, [("+33639981234", "Bonjour", str(text.pk))])


@pytest.mark.parametrize("answer", [Trouble("HTTP 503"), ValueError("ours")])
def test_text_that_cannot_leave_waits_with_growing_pauses(gateway, text, answer, caplog) -> None:
    gateway.answer = answer
    with time_machine.travel(timezone.now(), tick=False) as clock:
        pauses = []
        for _attempt in range(4):
            deliver(text)
            pauses.append((text.next_try - timezone.now()).total_seconds() / 60)
            clock.move_to(text.next_try)
    assert (pauses, text.status) == ([1, 2, 5, 15], Status.WAITING)
    assert "639981234" not in caplog.text


def test_refused_number_is_given_up_at_once(gateway, text) -> None:
    gateway.answer = Refused("HTTP 400")
    assert (deliver(text).status, text.last_error) == (Status.FAILED, "HTTP 400")


def test_text_that_is_late_does_not_leave_and_is_shown(gateway, text) -> None:
    with time_machine.travel(text.lapses_at, tick=False):
        assert (deliver(text).status, text.last_error, gateway.sent) == (Status.FAILED, "too late", [])


def test_trying_ends_with_the_day_that_it_is_about(gateway, text) -> None:
    gateway.answer = Trouble("ConnectError")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while deliver(text).status == Status.WAITING:
            clock.move_to(text.next_try)
        assert timezone.now() < text.lapses_at
    assert text.last_error == "ConnectError"


def test_sweep_queues_what_a_killed_worker_left(gateway, text) -> None:
    outgoing.take(Text.objects.all(), text.pk)
    DBTaskResult.objects.all().delete()
    assert text_delivery.sweep() == 0
    with time_machine.travel(timezone.now() + outgoing.LEASE + timedelta(minutes=1), tick=False):
        assert (text_delivery.sweep(), text_delivery.sweep()) == (1, 0)
        assert deliver(text).status == Status.SENT


def test_text_is_emptied_after_ninety_days(gateway, text) -> None:
    deliver(text)
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert (text_delivery.empty_old(), text_delivery.empty_old()) == (1, 0)
    text.refresh_from_db()
    assert (text.user, text.to, text.words, text.status) == (None, "", "", Status.SENT)


# In the office


def give_up(gateway, text: Text) -> None:
    gateway.answer = Refused("HTTP 400")
    deliver(text)
    gateway.answer = None


def test_what_did_not_leave_waits_for_the_office(client, office, gateway, text) -> None:
    assert [line.url for line in queues.lengths_for(office)] == []
    give_up(gateway, text)
    assert [(line.url, line.count) for line in queues.lengths_for(office)] == [
        (f"{TEXTS}?status__exact=failed", 1)
    ]
    page = client.enter(office).get(f"{TEXTS}{text.pk}/change/").content.decode()
    assert ("Bonjour" in page, "HTTP 400" in page) == (True, True)


def test_office_sends_it_again(client, office, gateway, text) -> None:
    give_up(gateway, text)
    client.enter(office)
    form = {"action": "send_again", "_selected_action": [text.pk], "index": 0}
    page = client.post(TEXTS, form, follow=True).content.decode()
    assert "1 texto repart." in page
    assert deliver(text).status == Status.SENT


def test_what_is_over_is_not_sent_again(gateway, text) -> None:
    give_up(gateway, text)
    with time_machine.travel(text.lapses_at, tick=False):
        assert not texts.send_again(text)


@pytest.mark.parametrize("role", [Role.REGIE, Role.PEDAGOGIE])
def test_others_see_no_texts(client, gounod, text, role) -> None:
    client.enter(make_staff("autre", gounod, role=role))
    assert client.get(TEXTS).status_code == 404
