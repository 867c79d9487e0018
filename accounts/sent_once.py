"""A form that is sent twice, by a double click or the way back, counts once: the second sending gets the first's answer.

The same showing of a page, the same words: then it is the same sending. Whoever goes back and changes a word sends
another form.
"""

import hashlib
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeData, mark_safe

from accounts.models import SentForm
from imuse import form_stamps, running
from imuse.errors import error_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

    from accounts.models.sending import SentFormQuerySet
    from imuse.form_stamps import Stamp
    from imuse.middleware import Answer

# Whoever has not answered by then was killed; the web server gives a request less.
GIVEN_UP_AFTER = timedelta(minutes=1)
PATIENCE, LOOK_EVERY = 15.0, 0.1  # seconds that a second sending waits for the first


class SentOnce:
    """Middleware, the last: what stands before it has let the request through."""

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        return self.get_response(request)

    def process_view(
        self, request: "HttpRequest", view: "Callable", args: tuple, kwargs: dict
    ) -> "HttpResponse | None":
        stamp = form_stamps.read(request.POST) if request.method == "POST" else None
        if stamp is None:
            return None
        return _once(request, _key(request, stamp), lambda: view(request, *args, **kwargs))


def answer_again(request: "HttpRequest", stamp: "Stamp") -> "HttpResponse | None":
    """For a second sending whose session the first one ended."""
    sent = SentForm.objects.filter(key_hash=_key(request, stamp)).exclude(location="").first()
    return _same_answer(request, sent) if sent else None


def purge() -> int:
    """For the clock."""
    return SentForm.objects.past().delete()[0]


def _once(request: "HttpRequest", key: str, act: "Callable[[], HttpResponse]") -> "HttpResponse":
    deadline = time.monotonic() + PATIENCE
    while not _begin(key):
        sent = SentForm.objects.filter(key_hash=key).first()
        if sent and sent.location:
            return _same_answer(request, sent)
        if time.monotonic() > deadline:
            return error_page(request, 503)
        time.sleep(LOOK_EVERY)
    return _answered(request, key, act)


def _begin(key: str) -> bool:
    """The first one makes the row, or takes it over where its maker was killed."""
    facts = {"began_at": timezone.now(), "treated_by": running.this_one()}
    try:
        with transaction.atomic():
            SentForm.objects.create(key_hash=key, **facts)
    except IntegrityError:
        return bool(_left(key, facts["began_at"]).update(**facts, location="", said=[]))
    return True


def _left(key: str, now: "datetime") -> "SentFormQuerySet":
    """Whoever treated it is gone: at once where it was a process of this machine, else after a while."""
    old = SentForm.objects.filter(key_hash=key)
    names = old.filter(location="").order_by("pk").values_list("treated_by", flat=True)
    gone = [name for name in names if running.is_gone(name)]
    unanswered = Q(treated_by__in=gone) | Q(began_at__lt=now - GIVEN_UP_AFTER)
    return old.filter(unanswered, location="") | old.past()


def _answered(request: "HttpRequest", key: str, act: "Callable[[], HttpResponse]") -> "HttpResponse":
    """A page that is shown again, with its mistakes, is no answer: what is sent from it is new."""
    this = SentForm.objects.filter(key_hash=key)
    try:
        response = act()
    except BaseException:
        this.delete()
        raise
    if isinstance(response, HttpResponseRedirect):
        this.update(location=response.url[:2000], said=_said(request))
    else:
        this.delete()
    return response


def _said(request: "HttpRequest") -> list[tuple[int, str, bool]]:
    """What the next page will tell. Looking at the messages does not use them up, once that is said."""
    told = messages.get_messages(request)
    said = [(message.level, str(message), isinstance(message.message, SafeData)) for message in told]
    told.used = False
    return said


def _same_answer(request: "HttpRequest", sent: SentForm) -> HttpResponseRedirect:
    for level, words, is_safe in sent.said:
        messages.add_message(request, level, mark_safe(words) if is_safe else words)  # noqa: S308 - our own row
    return HttpResponseRedirect(sent.location)


def _key(request: "HttpRequest", stamp: "Stamp") -> str:
    typed = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, file.name, _digest(file)) for name, file in request.FILES.items())
    told = repr((stamp, request.get_full_path(), typed, files))
    return salted_hmac(__name__, told, algorithm="sha256").hexdigest()


def _digest(file: "UploadedFile") -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
