"""A large population's documents: what each school asks for, and what its families gave of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import Site, User
from documents import files
from documents.demonstration.pictures import line_art
from documents.handing_in import IN_HAND
from documents.models import Document, DocumentType
from families.models import Guardian
from imuse import bulk
from imuse.invented import dice_for, drawn
from imuse.progress import bar
from students.models import Student

BATCH = 200  # families: a batch is one transaction, and none lasts two seconds
Status = Document.Status
OF_STUDENT = {"of": DocumentType.Of.STUDENT}
# A year's proofs go once they are checked: what is waiting or refused has a file, and little else does.
YEARLY = {"valid_months": 12, "kept": DocumentType.Kept.UNTIL_CHECKED}
KINDS = {
    "Justificatif de domicile": YEARLY,
    "Avis d’imposition": YEARLY,
    "Attestation d’assurance": YEARLY | OF_STUDENT,
    "Photo d’identité": YEARLY | OF_STUDENT | {"is_required": False},
}
# As often as it stands here; None is what was never given.
STATES = [Status.VALIDATED] * 78 + [Status.WAITING] * 2 + [Status.REFUSED] + [None] * 19
REASON = "Il manque une page."
specimen = partial(line_art, "document.png", "Document d’une population d’essai", "Personne n’existe.")


def populate(families: int) -> Counter[str]:
    by = User.objects.get(identifier="gestion")
    written: Counter[str] = Counter()
    first_guardians = Guardian.objects.filter(order=1).select_related("user")
    with bar("Documents", total=families, unit="families") as progress:
        for site in Site.objects.order_by("pk"):
            school = School(site, by=by)
            written += school.ask()
            for guardians in bulk.in_batches(first_guardians.filter(family__site=site), BATCH):
                written += school.write(guardians)
                progress.update(len(guardians))
    return written


class School:
    def __init__(self, site: Site, *, by: User) -> None:
        self.site, self.by, self.now = site, by, timezone.now()
        self.dice = dice_for(f"documents of {site.name}")
        self.kinds = [
            DocumentType(site=site, name=name, order=order, **facts)
            for order, (name, facts) in enumerate(KINDS.items(), start=1)
        ]

    def ask(self) -> Counter[str]:
        return bulk.create(self.kinds)

    def write(self, guardians: Sequence[Guardian]) -> Counter[str]:
        """The files before their rows, and outside of the transaction."""
        students = _students_of(guardians)
        rows = [row for guardian in guardians for row in self._given(guardian, students[guardian.family_id])]
        for row in rows:
            if row.status in IN_HAND:
                row.path, row.file_deleted_at = files.keep(specimen()), None
        with transaction.atomic():
            return bulk.create(rows)

    def _given(self, guardian: Guardian, students: Sequence[int]) -> Iterator[Document]:
        for kind in self.kinds:
            for student in students if kind.is_of_student else [None]:
                status = drawn(self.dice, STATES)
                days = drawn(self.dice, range(2, 40) if status in IN_HAND else range(40, 400))
                if status:
                    yield self._document(kind, guardian, student, status, days)

    def _document(
        self, kind: DocumentType, guardian: Guardian, student: int | None, status: Status, days: int
    ) -> Document:
        document = Document(
            type_id=kind.pk,
            family_id=guardian.family_id,
            student_id=student,
            sent_at=self.now - timedelta(days=days),
            sent_by=guardian.user,
            status=status,
            reason=REASON if status == Status.REFUSED else "",
        )
        document.take(specimen(), "")
        document.file_deleted_at = self.now
        if status in Document.DECIDED:
            document.decided_at = document.told_at = document.sent_at + timedelta(days=1)
            document.decided_by = self.by
        if status == Status.VALIDATED:
            document.valid_until = kind.valid_until(timezone.localdate(document.decided_at))
        return document


def _students_of(guardians: Sequence[Guardian]) -> dict[int, list[int]]:
    """By family: those that it pays for."""
    of_family = defaultdict(list)
    families = [guardian.family_id for guardian in guardians]
    places = Student.objects.filter(memberships__family__in=families, memberships__pays=True).order_by("pk")
    for family, student in places.values_list("memberships__family", "pk"):
        of_family[family].append(student)
    return of_family
