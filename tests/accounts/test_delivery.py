"""A mail leaves: once, whatever happens to the mail server, the worker or the queue."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend as Locmem
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import delivery, mails, outgoing
from accounts.models import Mail

pytestmark = pytest.mark.django_db


class Unreachable(Locmem):
    def send_messages(self, _messages):
        raise ConnectionRefusedError


class Blocked(Locmem):
    def send_messages(self, _messages):
        raise smtplib.SMTPConnectError(554, b"not today")


class Refusing(Locmem):
    def send_messages(self, _messages):
        raise smtplib.SMTPRecipientsRefused(
            {"moreau1@example.org": (550, b"no such user moreau1@example.org")}
        )


class Busy(Locmem):
    def send_messages(self, _messages):
        raise smtplib.SMTPRecipientsRefused({"moreau1@example.org": (451, b"later")})


class Hanging(Locmem):
    def send_messages(self, _messages):
        raise TimeoutError


def server(settings, backend: type) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


@pytest.fixture
def notice(moreau) -> Mail:
    moreau.email = "moreau1@example.org"
    moreau.save()
    return mails.write("password_changed", to=moreau)


def deliver(mail: Mail) -> Mail:
    delivery.deliver.call(mail.pk)
    mail.refresh_from_db()
    return mail


def test_mail_is_queued_with_its_row(notice) -> None:
    task = DBTaskResult.objects.get()
    assert (task.args_kwargs, task.priority) == ({"args": [notice.pk], "kwargs": {}}, 0)


def test_mail_is_sent_in_the_name_of_the_site(notice, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "extranet@example.org"
    assert deliver(notice).status == Mail.Status.SENT
    (sent,) = outbox.outbox
    assert (sent.to, sent.reply_to) == (["moreau1@example.org"], ["gounod@example.org"])
    assert sent.from_email == "Conservatoire Gounod <extranet@example.org>"
    assert sent.subject == "Conservatoire Gounod – votre mot de passe a été modifié"
    assert sent.body.startswith("Bonjour Monsieur Moreau,\n\nVotre mot de passe a été modifié le ")
    assert sent.body.endswith("-- \nConservatoire Gounod\n01 99 00 12 10\ngounod@example.org\n")
    assert [kind for _html, kind in sent.alternatives] == ["text/html"]


def test_mail_speaks_the_language_of_the_account(notice, moreau) -> None:
    moreau.language = "en"
    moreau.save()
    deliver(notice)
    assert outbox.outbox[0].subject == "Conservatoire Gounod – your password was changed"


def test_mail_is_sent_once_by_two_tasks(notice) -> None:
    deliver(notice)
    deliver(notice)
    assert len(outbox.outbox) == 1


def test_mail_taken_by_another_worker_is_left_alone(notice) -> None:
    assert delivery.take(notice.pk) is not None
    assert delivery.take(notice.pk) is None


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        (Unreachable, "ConnectionRefusedError"),
        (Blocked, "SMTPConnectError 554"),
        (Busy, "SMTPRecipientsRefused 451"),
        (Hanging, "TimeoutError"),
    ],
)
def test_mail_that_cannot_leave_waits_with_growing_pauses(notice, settings, backend, reason) -> None:
    server(settings, backend)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        pauses = []
        for _attempt in range(5):
            mail = deliver(notice)
            pauses.append((mail.next_try - timezone.now()).total_seconds() / 60)
            clock.move_to(mail.next_try)
    assert pauses == [1, 2, 5, 15, 30]
    assert (mail.status, mail.last_error) == (Mail.Status.WAITING, reason)


def test_mail_leaves_after_an_hour_without_server(notice, settings) -> None:
    working = settings.EMAIL_BACKEND
    server(settings, Unreachable)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        while timezone.now() < start + timedelta(hours=1):
            clock.move_to(deliver(notice).next_try)
        settings.EMAIL_BACKEND = working
        assert deliver(notice).status == Mail.Status.SENT
    assert len(outbox.outbox) == 1


def test_mail_is_given_up_after_two_days_and_sent_again_by_staff(notice, settings) -> None:
    working = settings.EMAIL_BACKEND
    server(settings, Unreachable)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        while deliver(notice).status == Mail.Status.WAITING:
            clock.move_to(notice.next_try)
        assert timedelta(hours=43) < timezone.now() - start <= timedelta(hours=48)
        settings.EMAIL_BACKEND = working
        assert mails.send_again(notice)
        assert not mails.send_again(notice)
        assert deliver(notice).status == Mail.Status.SENT


def test_refused_address_is_shown_to_staff_at_once_without_the_address(notice, settings, caplog) -> None:
    server(settings, Refusing)
    mail = deliver(notice)
    assert (mail.status, mail.last_error) == (Mail.Status.FAILED, "SMTPRecipientsRefused 550")
    assert "moreau1" not in caplog.text


def test_fault_of_ours_postpones_the_mail_and_is_logged(notice, monkeypatch, caplog) -> None:
    monkeypatch.setitem(mails._emails, "password_changed", lambda _mail: 1 / 0)
    mail = deliver(notice)
    assert (mail.status, mail.last_error) == (Mail.Status.WAITING, "ZeroDivisionError")
    assert f"mail {mail.pk} could not be made" in caplog.messages


def test_mail_without_address_is_void(moreau) -> None:
    assert deliver(mails.write("password_changed", to=moreau)).status == Mail.Status.VOID


def test_worker_killed_in_the_middle_leaves_the_mail_to_the_sweep(notice) -> None:
    delivery.take(notice.pk)
    DBTaskResult.objects.all().delete()
    start = timezone.now()
    assert delivery.sweep() == 0
    with time_machine.travel(start + outgoing.LEASE + timedelta(minutes=1), tick=False):
        assert delivery.sweep() == 1
        assert delivery.sweep() == 0
        assert deliver(notice).status == Mail.Status.SENT
    assert len(outbox.outbox) == 1


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    taken = []
    monkeypatch.setattr(outgoing.time, "sleep", taken.append)
    return taken


class Recording:
    """What a letter does once it has left, with a database that fails so many times first."""

    def __init__(self, failures: int) -> None:
        self.failures, self.calls = failures, 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls <= self.failures:
            raise OperationalError("the database system is shutting down")


def leave(notice: Mail, monkeypatch, recording: Recording) -> Mail:
    monkeypatch.setitem(mails._emails, "password_changed", lambda _mail: mails.Letter({}, recording))
    return deliver(notice)


@pytest.mark.django_db(transaction=True)
def test_database_that_restarts_after_the_sending_is_waited_for(notice, monkeypatch, pauses) -> None:
    mail = leave(notice, monkeypatch, recording := Recording(failures=3))
    assert (mail.status, recording.calls, pauses) == (Mail.Status.SENT, 4, [0.5, 1, 2])
    assert len(outbox.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_database_gone_for_long_leaves_the_mail_to_the_sweep(notice, monkeypatch, pauses, caplog) -> None:
    mail = leave(notice, monkeypatch, Recording(failures=99))
    assert (mail.status, sum(pauses)) == (Mail.Status.WAITING, 60.5)
    assert caplog.messages[-1] == f"mail {mail.pk} has left, and could not be recorded: it goes out again"


def test_twin_that_leaves_at_the_same_moment_does_not_refuse_the_next(moreau, monkeypatch) -> None:
    twin = mails.write("password_changed", to=moreau, once="x")
    insert = mails._insert

    def twin_leaves_meanwhile(mail: Mail) -> None:
        try:
            insert(mail)
        except IntegrityError:
            Mail.objects.filter(pk=twin.pk).update(status=Mail.Status.VOID)
            raise

    monkeypatch.setattr(mails, "_insert", twin_leaves_meanwhile)
    assert mails.write("password_changed", to=moreau, once="x").status == Mail.Status.WAITING


def test_once_adds_nothing_while_one_waits(moreau) -> None:
    assert mails.write("password_changed", to=moreau, once="x") is not None
    assert mails.write("password_changed", to=moreau, once="x") is None
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_old_mails_keep_no_person(notice) -> None:
    deliver(notice)
    Mail.objects.update(
        written_at=timezone.now() - timedelta(days=91), references={"x": 1}, to="a@example.org"
    )
    assert delivery.empty_old() == 1
    mail = Mail.objects.get()
    assert (mail.user, mail.references, mail.to) == (None, {}, "")
    assert delivery.empty_old() == 0


def test_two_given_up_mails_of_a_kind_are_both_sent_again(moreau) -> None:
    given_up = [mails.write("password_changed", to=moreau, once=name) for name in ("x", "y")]
    Mail.objects.update(status=Mail.Status.FAILED)
    Mail.objects.update(once="x")
    assert [mails.send_again(mail) for mail in given_up] == [True, True]
