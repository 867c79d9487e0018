"""Students and their places in families, from a file: a row for each family of a student, one after the other.

A student is known by the school's reference. Who is not in the file stays, and so does a place that is not.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Site, User
from families.identity import COORDINATES
from families.importing import CIVILITY, FAMILY, REACHED, follow
from families.models import Family, Guardian, Person
from imuse.bulk import in_batches
from imuse.importing import columns, drafts
from imuse.importing.columns import WHOLE, YES_OR_NO, Column
from imuse.importing.drafts import Draft
from imuse.importing.kinds import Kind, Plan
from imuse.importing.units import Row, Unit
from students.identity import SCHOOL, WHO, WHOM_TO_CALL
from students.models import Membership, Student

AT_ONCE = 500
PLACE = [*COORDINATES, *WHOM_TO_CALL]
IMAGE_RIGHT = columns.choice(
    {"granted": "granted", "oui": "granted", "yes": "granted", "accordé": "granted"}
    | {"refused": "refused", "non": "refused", "no": "refused", "refusé": "refused"}
)
SEX = columns.choice({"female": "F", "féminin": "F", "F": "F", "male": "M", "masculin": "M", "M": "M"})
REFERENCE = columns.of(
    Person, "reference", "Référence élève", "Student reference", required=True, words=FAMILY.words
)


class StudentFile(Kind):
    order, name = 20, "students"
    label = gettext_lazy("Élèves")
    lead = gettext_lazy("Une ligne par élève et par famille ; celles d’un élève se suivent.")
    permission = "students.add_student"
    by = ["reference"]
    example = Path(__file__).parent / "examples" / "students.csv"
    columns = [
        REFERENCE,
        Column("family", "Référence famille", "Family reference", required=True),
        Column(
            "guardian",
            "Est le responsable de rang",
            "Is the guardian of rank",
            **WHOLE,
            words=gettext_lazy("Pour un adulte qui est aussi responsable de cette famille."),
        ),
        columns.of(Person, "civility", "Civilité", "Title", **CIVILITY),
        columns.of(Person, "sex", "Sexe", "Sex", **SEX),
        columns.of(Person, "last_name", "Nom", "Last name", required=True),
        columns.of(Person, "first_name", "Prénom", "First name"),
        columns.of(Person, "birth_date", "Date de naissance", "Date of birth"),
        columns.of(Person, "birth_place", "Lieu de naissance", "Place of birth"),
        columns.of(Person, "family_situation", "Situation familiale", "Family situation"),
        columns.of(Student, "school_name", "Établissement scolaire", "School"),
        columns.of(Student, "school_level", "Niveau scolaire", "School level"),
        columns.of(Student, "image_right", "Droit à l'image", "Image rights", **IMAGE_RIGHT),
        columns.of(Student, "may_leave_alone", "Autorisation de sortie", "May leave alone", **YES_OR_NO),
        Column(
            "pays",
            "Famille payeuse",
            "Family pays",
            **YES_OR_NO,
            words=gettext_lazy("oui ou non, une seule famille. Vide : la première paie."),
        ),
        Column(
            "reached_through",
            "Coordonnées du responsable de rang",
            "Coordinates of the guardian of rank",
            **WHOLE,
            words=gettext_lazy("L’adresse et les téléphones suivent alors ceux de ce responsable."),
        ),
        *REACHED,
        columns.of(Membership, "emergency_name", "Personne à prévenir", "Emergency contact"),
        columns.of(Membership, "emergency_telephone", "Tél. urgence", "Emergency telephone"),
    ]

    def plans(self, units: Sequence[Unit], site: Site) -> list[Plan]:
        return _Batch(self.named(), units, site).plans

    def lock(self, units: Sequence[Unit], site: Site) -> None:
        references = {row["family"] for unit in units for row in unit.rows}
        families = Family.objects.filter(site=site, reference__in=references)
        list(families.select_for_update(of=("self",)).order_by("pk"))
        people = Person.objects.filter(site=site, reference__in=[unit.key for unit in units])
        list(people.select_for_update(of=("self",)).order_by("pk"))

    def write(self, plans: Sequence[Plan], *, site: Site, by: User) -> None:  # noqa: ARG002
        """Who pays no more first: no two families pay for a student at any moment."""
        every = [draft for plan in plans for draft in plan.drafts]
        for draft in every:
            if not draft.is_new and draft.changed.get("pays") == (True, False):
                draft.obj.save()
        drafts.save(every, [Person, Student, Membership])
        for draft in every:
            follow(draft)

    def rows(self, site: Site) -> Iterator[dict[str, Any]]:
        found = Student.objects.filter(person__site=site).exclude(person__reference="")
        related = found.select_related("person__guardian").prefetch_related(
            "memberships__family", "memberships__reached_through"
        )
        for batch in in_batches(related, AT_ONCE):
            for student in batch:
                yield from _rows(student)


def _rows(student: Student) -> Iterator[dict[str, Any]]:
    values = {name: getattr(student.person, name) for name in ["reference", *WHO]}
    values |= {name: getattr(student, name) for name in SCHOOL}
    own = getattr(student.person, "guardian", None)
    for place in sorted(student.memberships.all(), key=lambda each: (not each.pays, each.pk)):
        through = place.reached_through
        here = {"family": place.family.reference, "pays": place.pays}
        here["reached_through"] = through.order if through else None
        here["guardian"] = own.order if own and own.family_id == place.family_id else None
        yield values | here | {name: getattr(place, name) for name in PLACE}


class _Batch:
    """A batch of the file beside what is on record."""

    def __init__(self, named: dict[str, Column], units: Sequence[Unit], site: Site) -> None:
        self.named, self.site = named, site
        references = {row["family"] for unit in units for row in unit.rows if row["family"]}
        families = Family.objects.filter(site=site, reference__in=references)
        self.families = {family.reference: family for family in families}
        known = Guardian.objects.filter(family__in=families).select_related("person__student", "family")
        self.guardians = {(each.family_id, each.order): each for each in known}
        keys = [unit.key for unit in units]
        people = Person.objects.filter(site=site, reference__in=keys)
        self.people = {
            person.reference: person for person in people.select_related("student", "guardian__user")
        }
        adults = [guardian.person_id for guardian in self.guardians.values()]
        places = Membership.objects.filter(student__person__reference__in=keys, student__person__site=site)
        places |= Membership.objects.filter(student__person__in=adults)
        self.places: dict[int, list[Membership]] = {}
        for place in places.distinct().select_related("family", "reached_through").order_by("pk"):
            self.places.setdefault(place.student_id, []).append(place)
        self.plans = [self._plan(unit) for unit in units]

    def _plan(self, unit: Unit) -> Plan:
        plan = Plan(unit)
        if unit.faults:
            return plan
        words = _("Cet élève est décrit autrement ligne %(line)s : %(names)s.")
        plan.check_says_one_thing([*WHO, *SCHOOL], self.named, words)
        person = self._person(plan, unit)
        student = getattr(person, "student", None)
        plan.is_new = student is None
        student = student or Student(person=person)
        own = unit.first.given(["reference", *WHO])
        plan.drafts.append(Draft(_("Élève"), person, own, self.named))
        school = Draft(_("Élève"), student, unit.first.given(SCHOOL), self.named)
        if "image_right" in school.changed:
            student.image_refused_by = None  # what the office enters is nobody's own refusal
        plan.drafts.append(school)
        self._plan_places(plan, unit, student)
        return plan

    def _person(self, plan: Plan, unit: Unit) -> Person:
        """Known by the reference; else a guardian who takes lessons too; else somebody new."""
        known = self.people.get(unit.key)
        for row in unit.rows:
            if not row["guardian"]:
                continue
            guardian = self._guardian(plan, row, row["guardian"])
            plan.claims += [f"person:{guardian}"] if guardian and row is unit.first else []
            if known is None and guardian is not None:
                known = guardian.person
            elif guardian is not None and guardian.person_id != known.pk:
                plan.refuse(row.line, _("Cette référence est celle de %(name)s.") % {"name": known})
        if known is not None and known.reference not in {"", unit.key}:
            plan.refuse(
                unit.line,
                _("%(name)s a déjà la référence %(reference)s.")
                % {"name": known, "reference": known.reference},
            )
        return known or Person(site=self.site)

    def _guardian(self, plan: Plan, row: Row, rank: int) -> Guardian | None:
        family = self.families.get(row["family"])
        guardian = self.guardians.get((family.pk, rank)) if family else None
        if family and guardian is None:
            plan.refuse(
                row.line, _("Cette famille n’a pas de responsable de rang %(rank)s.") % {"rank": rank}
            )
        return guardian

    def _plan_places(self, plan: Plan, unit: Unit, student: Student) -> None:
        known = {place.family.reference: place for place in self.places.get(student.pk, [])}
        paying = {reference for reference, place in known.items() if place.pays}
        seen: set[str] = set()
        for row in unit.rows:
            family = self.families.get(row["family"])
            if family is None:
                plan.refuse(
                    row.line,
                    _("La famille %(reference)s n’est pas connue : importez-la d’abord.")
                    % {"reference": row["family"]},
                )
                continue
            if family.reference in seen:
                plan.refuse(row.line, _("Cet élève est déjà dans cette famille."))
            seen.add(family.reference)
            place = known.get(family.reference) or Membership(student=student, family=family, pays=False)
            pays = row["pays"] if row["pays"] is not None else place.pays or not paying
            paying = paying | {family.reference} if pays else paying - {family.reference}
            given = row.given(PLACE) | {"pays": pays}
            if "reached_through" in row:
                rank = row["reached_through"]
                given["reached_through"] = self._guardian(plan, row, rank) if rank else None
            plan.drafts.append(Draft(_("Famille %(name)s") % {"name": family}, place, given, self.named))
        if len(paying) > 1:
            plan.refuse(
                unit.line,
                _("Une seule famille paie pour un élève : %(names)s.") % {"names": ", ".join(sorted(paying))},
            )
