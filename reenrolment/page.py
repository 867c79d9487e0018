"""«Réinscription», of a student: the page shows how it stands, keeps a draft, sends, and leads to «Importer»."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.too_late import give_back
from documents import handing_in
from documents.lines import Line
from families.models import Family
from families.views import family_of
from imuse.policies import Denied
from reenrolment import sending
from reenrolment.asked import lines_of
from reenrolment.concerned import campaign_for, concerned_for
from reenrolment.forms import SEEN, ReenrolmentForm
from reenrolment.life import LIFE
from reenrolment.models import Campaign, Remark
from reenrolment.options import options_of
from reenrolment.sending import ChangedMeanwhileError, ClosedError
from reenrolment.standing import Standing, standings_of
from reenrolment.wishes import Kept, NothingTickedError, as_it_is_kept, check_says_something
from students.files import student_of, students_for, way_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from students.models import Student


@dataclass
class ReenrolmentPage:
    """`answer` is where to go once something was done; without it, the page is to be shown."""

    request: "HttpRequest"
    campaign: Campaign
    family: Family
    student: "Student"
    form: ReenrolmentForm | None = None
    answer: "HttpResponse | None" = None
    kept: Kept | None = None

    @cached_property
    def siblings(self) -> list[Standing]:
        """All students of the family whom the campaign is about, this one among them."""
        return standings_of(self.campaign, self.family, concerned_for(self.request))

    @cached_property
    def standing(self) -> Standing:
        return next(each for each in self.siblings if each.student == self.student)

    @cached_property
    def options(self) -> list:
        return options_of(self.campaign, self.student)

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.standing, students_for(self.request))

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.is_missing]

    @property
    def missing_first(self) -> list[Line]:
        """Those that «Valider» waits for."""
        first = self.campaign.documents_first
        return [line for line in self.missing if not line.kind.in_person] if first else []

    @property
    def next_one(self) -> Standing | None:
        """The next student of the family who is not done yet."""
        place = self.siblings.index(self.standing)
        others = [*self.siblings[place + 1 :], *self.siblings[:place]]
        return next((each for each in others if not each.is_done and each.is_open), None)

    @property
    def is_decided(self) -> bool:
        sent = self.standing.reenrolment
        return sent is not None and not LIFE.allows("send", sent.status)

    @property
    def may_be_filled(self) -> bool:
        return self.standing.is_open and not self.is_decided

    @property
    def may_be_withdrawn(self) -> bool:
        sent = self.standing.reenrolment
        return self.standing.is_open and sent is not None and LIFE.allows("withdraw", sent.status)

    @property
    def what_is_withdrawn(self) -> str:
        if self.standing.reenrolment.is_leaving:
            return _("Le départ n’est plus annoncé. La réinscription est à faire.")
        return _("La réinscription est retirée. Elle est à refaire, si vous changez d’avis.")

    @property
    def may_send_anew(self) -> bool:
        """Once it is withdrawn: who may only answer still may not."""
        return timezone.now() < self.standing.until

    @cached_property
    def remark(self) -> Remark | None:
        """The household's own."""
        own = Remark.objects.filter(reenrolment=self.standing.reenrolment, family=self.family)
        return own.first() if self.standing.reenrolment else None

    @property
    def drafted(self) -> Kept | None:
        """To be read, once it is too late to be sent."""
        return as_it_is_kept(self.standing, self.options)

    @property
    def leaving_reason(self) -> str:
        """The household's own, too."""
        sent = self.standing.reenrolment
        return sent.reason_told_to(self.family) if sent else ""

    @property
    def url(self) -> str:
        return reverse("reenrolment", args=[self.student.pk]) + way_of(self.request)

    def seen_anew(self) -> "ReenrolmentPage":
        """What others did meanwhile included."""
        return ReenrolmentPage(self.request, self.campaign, self.family, self.student)


def page_of(request: "HttpRequest", student_id: int) -> ReenrolmentPage:
    """Not found where no campaign is about this student now."""
    student, campaign = student_of(request, student_id), campaign_for(request)
    if campaign is None or student not in concerned_for(request):
        raise Http404
    return ReenrolmentPage(request, campaign, family_of(request), student)


def open_page(request: "HttpRequest", student_id: int) -> ReenrolmentPage:
    page = page_of(request, student_id)
    if request.method == "POST":
        form = ReenrolmentForm(page.standing, page.options, request.POST)
        return _answered(page, form)
    if page.may_be_filled:
        page.form = give_back(request, ReenrolmentForm(page.standing, page.options))
    return page


def _answered(page: ReenrolmentPage, form: ReenrolmentForm) -> ReenrolmentPage:
    """With the way on; or with what is wrong, and all that was typed."""
    page.form = form
    if not form.is_valid():
        return page
    act = next((verb for button, verb in BUTTONS.items() if button in page.request.POST), _send)
    try:
        page.answer = act(page, form)
    except NothingTickedError as denied:
        form.add_error(form.box, denied.reason)
    except ChangedMeanwhileError as denied:
        page = _shown_again(page, form, denied)
    except ClosedError as denied:
        page = _keep_what_came_too_late(page, form, denied)
    except Denied as denied:
        form.add_error(None, denied.reason)
    return page


def _shown_again(page: ReenrolmentPage, form: ReenrolmentForm, denied: Denied) -> ReenrolmentPage:
    page = page.seen_anew()
    page.form, page.kept = form, as_it_is_kept(page.standing, page.options)
    form.add_error(None, denied.reason)
    form.has_seen(page.standing)
    return page


def _send(page: ReenrolmentPage, form: ReenrolmentForm) -> "HttpResponse":
    sent = sending.send(**_facts(page, form))
    name = page.student.person.first_name or str(page.student)
    if sent.is_leaving:
        told = _("C’est noté : %(name)s ne reviendra pas l’an prochain.")
    else:
        told = _("La réinscription de %(name)s est envoyée. Elle est en attente de validation.")
    messages.success(page.request, told % {"name": name})
    if page.request.user.email:
        told = _("Un accusé de réception part à %(email)s.")
        messages.success(page.request, told % {"email": page.request.user.email})
    return redirect(page.url)


def _save(page: ReenrolmentPage, form: ReenrolmentForm) -> "HttpResponse":
    sending.check_can_send(page.standing, by=page.request.user)
    sending.save_draft(**_facts(page, form))
    messages.success(page.request, _("Brouillon gardé. Rien n’est envoyé : vous pouvez finir plus tard."))
    return redirect(page.url)


def _import(page: ReenrolmentPage, form: ReenrolmentForm) -> "HttpResponse":
    """The draft first, so that nothing ticked is lost; then the file is asked for."""
    _draft_before_documents(page, form)
    way = reverse("reenrolment_import", args=[page.student.pk])
    asked = page.request.POST["import"]
    return redirect(f"{way}?document={asked}" if asked.isdecimal() else way)


def _not_concerned(page: ReenrolmentPage, form: ReenrolmentForm) -> "HttpResponse":
    _draft_before_documents(page, form)
    asked = page.request.POST["not_concerned"]
    line = next((line for line in page.lines if str(line.kind.pk) == asked), None)
    if line and line.may_say_not_concerned:
        facts = {"kind": line.kind, "family": line.family, "student": line.student}
        handing_in.say_not_concerned(**facts, by=page.request.user)
        told = _("« %(name)s » : votre réponse est envoyée, l’établissement la confirmera.")
        messages.success(page.request, told % {"name": line.kind.name})
    return redirect(f"{page.url}#documents")


def _remove(page: ReenrolmentPage, form: ReenrolmentForm) -> "HttpResponse":
    sending.save_draft(**_facts(page, form))
    given = {str(line.document.pk) for line in page.lines if line.document}
    asked = page.request.POST["remove"]
    if asked not in given:
        return redirect(page.url)
    return redirect(reverse("reenrolment_remove", args=[page.student.pk, asked]) + way_of(page.request))


BUTTONS = {"save": _save, "import": _import, "not_concerned": _not_concerned, "remove": _remove}


def _facts(page: ReenrolmentPage, form: ReenrolmentForm) -> dict:
    return {
        "campaign": page.campaign,
        "student": page.student,
        "family": page.family,
        "wish": form.wish,
        "seen": form.cleaned_data[SEEN],
        "by": page.request.user,
    }


def _draft_before_documents(page: ReenrolmentPage, form: ReenrolmentForm) -> None:
    sending.check_can_send(page.standing, by=page.request.user)
    check_says_something(form.wish, page.campaign, page.options)
    sending.save_draft(**_facts(page, form))


def _keep_what_came_too_late(
    page: ReenrolmentPage, form: ReenrolmentForm, denied: ClosedError
) -> ReenrolmentPage:
    """It is not sent, and it is not lost: the page shows it, and whom to call."""
    try:
        sending.save_draft(**_facts(page, form))
    except ChangedMeanwhileError as faster:
        return _shown_again(page, form, Denied(f"{denied.reason} {faster.reason}"))
    messages.warning(page.request, denied.reason)
    page.answer = redirect(page.url)
    return page
