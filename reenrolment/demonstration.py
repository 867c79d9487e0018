"""The demonstration's two open campaigns (SPEC 10): «par cours» at Xénakis, with a student in each state that a family
meets, administrative at the Conservatoire; and one at each school of a large population."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Site, User
from documents.models import DocumentType
from families.models import Family, Guardian
from imuse.school_year import named
from reenrolment import places
from reenrolment.concerned import readers_of, students_concerned
from reenrolment.models import Campaign, Choice, Draft, NextStep, Notice, Reenrolment, Remark
from reenrolment.options import choices_of, options_of
from reenrolment.standing import Status
from students.models import Course, Student

LEROY, PETIT = "X-0412", "X-0587"
DECIDES = "gestion"
NEXT_STEPS = {
    "Violoncelle": ("cycle 2, 2e année, lundi à 17 h 30", "2C2"),
    "Formation musicale 2C1 A": ("cycle 2, 2e année, mercredi à 16 h", "2C2"),
    "Danse contemporaine, mardi": ("cycle 2, 2e année, mardi et vendredi à 18 h 15", "2C2"),
    "Culture chorégraphique": ("horaire connu en septembre", "2C2"),
    "Éveil musique et danse": ("initiation, mercredi à 10 h 30", "IN1"),
}
SACHA_ASKS = "Sacha aura cours au collège jusqu’à 17 h 30 le mardi : est-ce que 18 h 30 serait possible ?"
COME_IS_ASKED = "L’atelier passe au mercredi à 17 h : Côme pourra-t-il venir ce jour-là ?"
OCTAVE_IS_REFUSED = (
    "Octave n’est pas venu à l’orchestre depuis février. Appelez-nous : une autre formule lui irait mieux."
)


def fill() -> None:
    _fill_xenakis(Site.objects.get(name="Conservatoire Xénakis"))
    _fill_conservatoire(Site.objects.get(name="Conservatoire"))


def populate(_families: int) -> Counter[str]:
    """Open at each school of a large population, every other one by course, with nothing sent yet."""
    written: Counter[str] = Counter()
    for number, site in enumerate(Site.objects.order_by("pk")):
        mode = Campaign.Mode.COURSES if number % 2 else Campaign.Mode.ADMINISTRATIVE
        campaign = open_campaign(site, mode=mode)
        written += Counter(Campaign=1, Notice=campaign.notices.count())
    return written


def open_campaign(site: Site, **facts: Any) -> Campaign:
    """Since ten days, for twelve more; all that it tells has been told."""
    now = timezone.now()
    last_day = timezone.localdate() + timedelta(days=12)
    opens_at = now - timedelta(days=10)
    campaign = Campaign.objects.create(
        site=site,
        year=site.school_year() + 1,
        opens_at=opens_at,
        closes_at=timezone.make_aware(datetime.combine(last_day, time(23, 59))),
        announced_at=opens_at - timedelta(days=14),
        **facts,
    )
    campaign.types.set(DocumentType.objects.filter(site=site))
    readers = readers_of(students_concerned(campaign)).exclude(email="").order_by("pk")
    Notice.objects.bulk_create(
        Notice(campaign=campaign, user=reader, occasion=Notice.ANNOUNCEMENT, written_at=campaign.announced_at)
        for reader in readers.only("pk")
    )
    return campaign


def _fill_xenakis(site: Site) -> None:
    """Of the Leroys, the eldest is sent, the second one drafted, the youngest not begun."""
    campaign = open_campaign(
        site,
        mode=Campaign.Mode.COURSES,
        introduction="Merci de répondre pour chaque élève : les places libérées sont proposées début juillet.",
    )
    for name, (words, cycle) in NEXT_STEPS.items():
        course = Course.objects.get(site=site, year=campaign.current_year, name=name)
        NextStep.objects.create(campaign=campaign, course=course, words=words, cycle=cycle)
    family = Family.objects.get(site=site, reference=LEROY)
    sent = _send(campaign, family, _student(family, "Éléonore"))
    text = "Éléonore aimerait aussi essayer la viole de gambe, si une place se libère."
    Remark.objects.create(reenrolment=sent, family=family, text=text, written_at=sent.sent_at)
    _fill_petit(campaign)
    sacha = _student(family, "Sacha")
    Draft.objects.create(
        campaign=campaign,
        student=sacha,
        family=family,
        wanted=[option.key for option in options_of(campaign, sacha)],
        comment=SACHA_ASKS,
        saved_at=timezone.now() - timedelta(days=2),
        saved_by=_who_answers(family),
    )


def _fill_petit(campaign: Campaign) -> None:
    """Each is answered: validated, with its places; asked for more; refused."""
    family = Family.objects.get(site=campaign.site, reference=PETIT)
    ambre, come, octave = (
        _send(campaign, family, _student(family, name)) for name in ("Ambre", "Côme", "Octave")
    )
    places.make(ambre)
    _answer(ambre, status=Status.VALIDATED)
    until = timezone.localdate(campaign.closes_at) + timedelta(days=3)
    _answer(come, status=Status.MORE_ASKED, question=COME_IS_ASKED, answer_until=until)
    _answer(octave, status=Status.REFUSED, reason=OCTAVE_IS_REFUSED)


def _fill_conservatoire(site: Site) -> None:
    open_campaign(
        site,
        introduction=f"Votre réinscription pour {named(site.school_year() + 1)}. La réinscription pédagogique se fera "
        "automatiquement ; pour changer, retirer ou ajouter un cours, écrivez-nous.",
    )


def _send(campaign: Campaign, family: Family, student: Student) -> Reenrolment:
    """As the verb would, but four days ago and without its mail: what is in a cursus, else all."""
    sent_at = timezone.now() - timedelta(days=4)
    sent = Reenrolment.objects.create(
        campaign=campaign, student=student, family=family, sent_at=sent_at, sent_by=_who_answers(family)
    )
    options = options_of(campaign, student)
    rows = choices_of(
        options, [option.key for option in options if option.cursus] or [option.key for option in options]
    )
    for row in rows:
        row.reenrolment = sent
    Choice.objects.bulk_create(rows)
    return sent


def _answer(sent: Reenrolment, **facts: Any) -> None:
    """As the office's verbs would, the day before yesterday and without their mails."""
    decided_by = User.objects.get(identifier=DECIDES, site=None)
    facts |= {"decided_by": decided_by, "decided_at": timezone.now() - timedelta(days=2)}
    Reenrolment.objects.filter(pk=sent.pk).update(**facts)


def _student(family: Family, first_name: str) -> Student:
    return Student.objects.select_related("person").get(
        memberships__family=family, person__first_name=first_name
    )


def _who_answers(family: Family) -> User:
    return Guardian.objects.select_related("user").get(family=family, order=1).user
