"""The family of the cast's `moreau`: a child with a course of this year, one of a former year, and what is recorded
of them. Asked for twice, it is the same; what the demonstration has already is taken.
"""

from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.models import Import
from billing import issuing, payments
from billing.models import CreditNote, Invoice, OnlinePayment, Payment, Reversal, Titre
from documents.models import Document, DocumentType
from families.models import ChangeRequest, Family, Guardian
from reenrolment.models import Campaign, Reenrolment
from students.models import (
    Absence,
    Enrolment,
    Evaluation,
    Event,
    FollowUp,
    Performance,
    Student,
    YearComment,
)
from tests.factories import make_course, make_enrolment, make_family, make_guardian, make_student
from tests.factories.billing import cashier_of, make_draft, make_invoice, make_payment
from tests.factories.documents import make_document, make_kind
from tests.factories.reenrolment import make_campaign, make_reenrolment

Cast = dict[str, Any]


def family(cast: Cast) -> Family:
    user = cast["moreau"]
    found = Family.objects.for_user(user).first()
    if found:
        return found
    made = make_family(user.site, user.last_name)
    make_guardian(made, user.first_name, user)
    return made


def sent_file(cast: Cast, **facts: Any) -> Import:
    """That the office sent, and that waits."""
    facts = {"kind": "families", "status": Import.Status.READY, "file_name": "familles.csv"} | facts
    return Import.objects.create(site=cast["gounod"], sent_by=cast["office"], **facts)


def guardian_without_account(cast: Cast) -> Guardian:
    own = family(cast)
    return own.guardians.filter(user=None).first() or make_guardian(own, "Anne")


def student(cast: Cast) -> Student:
    if "student" not in cast:
        seen = Student.objects.for_user(cast["moreau"]).filter(person__guardian=None)
        cast["student"] = seen.filter(performances__isnull=False).order_by("pk").first() or _student(cast)
    return cast["student"]


def change(cast: Cast) -> ChangeRequest:
    """Of the child: where it was born."""
    own, person = family(cast), student(cast).person
    waiting = ChangeRequest.objects.waiting().filter(family=own, person=person).first()
    asked = {"person.birth_place": ["", "Nantes"]}
    return waiting or ChangeRequest.objects.create(
        family=own, person=person, values=asked, proposed_by=cast["moreau"]
    )


def enrolment(cast: Cast) -> Enrolment:
    this, year = student(cast), cast["moreau"].site.school_year()
    found = this.enrolments.filter(year=year, course__isnull=False).order_by("pk").first()
    return found or make_enrolment(this, make_course(this.person.site, "Guitare A"))


def past_enrolment(cast: Cast) -> Enrolment:
    this, year = student(cast), cast["moreau"].site.school_year()
    found = this.enrolments.filter(year__lt=year).order_by("pk").first()
    return found or make_enrolment(this, year=year - 1, class_name="Guitare", teacher_name="SCHUSTER Clara")


def follow_up(cast: Cast) -> FollowUp:
    return _of(enrolment(cast), FollowUp, title="Gammes", text="Do majeur.\nSol majeur.")


def evaluation(cast: Cast) -> Evaluation:
    return _of(enrolment(cast), Evaluation, subject="Audition", mark=15)


def absence(cast: Cast) -> Absence:
    return _of(enrolment(cast), Absence, reason="Malade")


def past_follow_up(cast: Cast) -> FollowUp:
    return _of(past_enrolment(cast), FollowUp, title="Arpèges")


def past_evaluation(cast: Cast) -> Evaluation:
    return _of(past_enrolment(cast), Evaluation, subject="Examen", mention="Bien")


def comment(cast: Cast) -> YearComment:
    return _of(past_enrolment(cast), YearComment, text="Une belle année.")


def performance(cast: Cast) -> Performance:
    return student(cast).performances.order_by("pk").first()


def invoice(cast: Cast) -> Invoice:
    """Of lessons of the child."""
    found = Invoice.objects.issued().filter(family=family(cast), lines__student=student(cast))
    return found.order_by("pk").first() or _invoice(cast)


def payment(cast: Cast) -> Payment:
    """This year's, for that invoice."""
    own = family(cast)
    found = Payment.objects.filter(
        family=own, allocations__invoice=invoice(cast), received_on=timezone.localdate()
    )
    return found.order_by("pk").first() or make_payment(own, 10)


def credit_note(cast: Cast) -> CreditNote:
    bill = invoice(cast)
    return bill.credit_notes.first() or issuing.credit(
        bill, amount=1, label="Geste", by=cashier_of(bill.site)
    )


def reversal(cast: Cast) -> Reversal:
    paid = payment(cast)
    return paid.reversals.first() or payments.reverse(
        paid, reason="refund", amount=1, by=cashier_of(paid.site)
    )


def titre(cast: Cast) -> Titre:
    """Of a bill that still asks for something."""
    own = family(cast)
    return Titre.objects.filter(invoice__family=own).first() or issuing.hand_over(
        make_invoice(own), identifier="012345", reference="T-1", by=cashier_of(own.site)
    )


def online_payment(cast: Cast) -> OnlinePayment:
    """Refused: the family may begin another one."""
    bill = invoice(cast)
    facts = {"site": bill.site, "family": bill.family, "regie": bill.regie, "started_by": cast["moreau"]}
    said = {"amount": bill.total, "client_number": "012345", "mode": "T", "status": "refused", "outcome": "R"}
    return OnlinePayment.objects.get_or_create(
        reference=f"{bill.number}S{bill.site_id}T01", defaults={**facts, **said, "operation": "refused-one"}
    )[0]


def document(cast: Cast) -> Document:
    """Of the child, waiting."""
    found = Document.objects.waiting().filter(family=family(cast), student=student(cast))
    found = found.exclude(path="").order_by("pk").first()
    return found or make_document(_kind(cast), family(cast), student=student(cast), sent_by=cast["moreau"])


def reenrolment(cast: Cast) -> Reenrolment:
    """Of the child, waiting for the office, in an open campaign."""
    this, own = student(cast), family(cast)
    found = Reenrolment.objects.filter(student=this).first()
    opened = Campaign.objects.filter(site=own.site).first() or make_campaign(own.site)
    enrolment(cast)
    return found or make_reenrolment(opened, this, own, cast["moreau"])


def _of(enrolment: Enrolment, model: type[Model], **facts: Any) -> Any:
    found = model.objects.filter(enrolment=enrolment, date__lte=timezone.localdate()).order_by("pk").first()
    return found or model.objects.create(enrolment=enrolment, **facts)


def _kind(cast: Cast) -> DocumentType:
    site, name = cast["moreau"].site, "Attestation d’assurance"
    found = DocumentType.objects.filter(site=site, of="student", name=name).first()
    return found or make_kind(site, name, of="student")


def _student(cast: Cast) -> Student:
    made = make_student(family(cast), "Léa")
    event = Event.objects.create(site=made.person.site, date=timezone.localdate(), name="Audition de guitare")
    Performance.objects.create(event=event, student=made, piece="Vals Venezolano", minutes=10)
    return made


def _invoice(cast: Cast) -> Invoice:
    draft = make_draft(family(cast))
    draft.lines.update(student=student(cast))
    return issuing.issue(draft, by=cashier_of(draft.site))
