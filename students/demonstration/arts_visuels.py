"""Arts visuels: Jeanne Bernard, who draws and models."""

from datetime import time

from families.models import Person
from students.demonstration.tables import (
    SATURDAY,
    WEDNESDAY,
    Assessed,
    Commented,
    Followed,
    Follows,
    Missed,
    Place,
    Pupil,
    School,
    Taught,
    When,
    Worked,
)
from students.models import Absence, Student

JEANNE = Pupil(
    places=[
        Place(
            "AV-0117",
            facts={"emergency_name": "Hélène Bernard, grand-mère", "emergency_telephone": "+33639981022"},
        )
    ],
    person={
        "first_name": "Jeanne",
        "last_name": "Bernard",
        "sex": Person.Sex.FEMALE,
        "birth_place": "Val-d’Orge (91)",
    },
    born=(9, 11, 14),
    facts={
        "school_name": "École Rosa-Bonheur",
        "school_level": "CM1",
        "image_right": Student.ImageRight.GRANTED,
        "may_leave_alone": False,
    },
    this_year=[
        Follows(
            "Dessin et peinture 8-10 ans",
            records=[
                Worked(0.3, "La nature morte", "Le dessin d’observation au fusain, puis à l’encre."),
                Worked(0.8, "L’autoportrait", "Gouache. Apporter une photo en noir et blanc."),
                Assessed(
                    1,
                    "Bilan d’étape",
                    "Carnet de croquis",
                    mention="Très bien",
                    comment="Un trait sûr, et une vraie curiosité pour la couleur.",
                    recorded_yesterday=True,
                ),
                Missed(0.6, "Fête de famille", is_excused=True, announced_by=Absence.AnnouncedBy.FAMILY),
            ],
        ),
        Follows("Modelage 8-10 ans", records=[Worked(0.5, "La terre", "Colombins et plaques.")]),
    ],
    before=[
        Followed(
            1,
            "Dessin et peinture 8-10 ans",
            "Dessin et peinture",
            "",
            "Leïla Haddad",
            [Commented("Une année de découvertes : Jeanne ose les grands formats.")],
        ),
        Followed(2, "Éveil aux arts plastiques 6-7 ans", "Éveil", "", "Thomas Garnier-Pagès"),
    ],
)

SCHOOL = School(
    site="Arts visuels",
    departments={"Arts plastiques": ["Dessin et peinture", "Modelage", "Éveil"]},
    rooms={"Atelier Sonia-Delaunay": "La Fabrique", "Atelier Camille-Claudel": "La Fabrique"},
    courses=[
        Taught(
            "Dessin et peinture 8-10 ans",
            "Dessin et peinture",
            "Leïla Haddad",
            "Atelier Sonia-Delaunay",
            When(WEDNESDAY, time(13, 30), 120),
        ),
        Taught(
            "Modelage 8-10 ans",
            "Modelage",
            "Thomas Garnier-Pagès",
            "Atelier Camille-Claudel",
            When(SATURDAY, time(10), 90),
        ),
    ],
    pupils=[JEANNE],
)
