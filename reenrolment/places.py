"""The places of the year to come, made when a re-enrolment is validated: by discipline and cycle, without a course."""

from reenrolment.models import Choice, Reenrolment
from reenrolment.options import choices_of, options_of
from students.models import Enrolment


def make(reenrolment: Reenrolment) -> None:
    """For who holds the student's lock. What the office placed beforehand is not made again."""
    if reenrolment.is_leaving:
        return
    if reenrolment.is_administrative:
        _continue_everything(reenrolment)
    there = _places_there(reenrolment)
    for choice in reenrolment.choices.filter(is_continued=True, made=None).select_related("next_discipline"):
        choice.made = there.pop(_what(choice), None) or _place(reenrolment, choice)
        choice.save()


def _continue_everything(reenrolment: Reenrolment) -> None:
    options = options_of(reenrolment.campaign, reenrolment.student)
    rows = choices_of(options, [option.key for option in options])
    for row in rows:
        row.reenrolment = reenrolment
    Choice.objects.bulk_create(rows)


def _place(reenrolment: Reenrolment, choice: Choice) -> Enrolment:
    return Enrolment.objects.create(
        student=reenrolment.student,
        year=reenrolment.campaign.year,
        discipline=choice.next_discipline,
        cycle=choice.next_cycle,
        class_name="" if choice.next_discipline else choice.name,
    )


def _places_there(reenrolment: Reenrolment) -> dict[tuple[int | None, str], Enrolment]:
    """By discipline, or by name where there is none."""
    there = Enrolment.objects.of_year(reenrolment.campaign.year).filter(
        student=reenrolment.student, is_active=True
    )
    return {
        (place.discipline_id, "" if place.discipline_id else place.class_name): place
        for place in there.order_by("-pk")
    }


def _what(choice: Choice) -> tuple[int | None, str]:
    return choice.next_discipline_id, "" if choice.next_discipline_id else choice.name
