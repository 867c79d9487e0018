"""Conservatoire: Gérard Dupont, guardian and adult student at once, and Malo, who has no course yet."""

from datetime import time

from families.models import Person
from students.demonstration.tables import (
    MONDAY,
    THURSDAY,
    WEDNESDAY,
    Assessed,
    Commented,
    Followed,
    Follows,
    Missed,
    Occasion,
    Place,
    Played,
    Pupil,
    School,
    Taught,
    When,
    Worked,
)
from students.models import Absence, Student

GERARD = Pupil(
    places=[
        Place(
            "C-0058",
            facts={
                "email": "dupont1@example.org",
                "emergency_name": "Annick Dupont, épouse",
                "emergency_telephone": "+33639981859",
            },
        )
    ],
    is_guardian=True,
    facts={"image_right": Student.ImageRight.GRANTED},
    this_year=[
        Follows(
            "Accordéon diatonique, adultes",
            "1C3",
            records=[
                Worked(0.3, "Gavotte de l’Aven", "D’oreille, phrase par phrase."),
                Worked(0.8, "An dro", "Accompagnement de main gauche."),
                Assessed(
                    1,
                    "Bilan d’étape",
                    "Jouer à danser",
                    mention="Bien",
                    comment="La pulsation est là : on a envie de danser.",
                    recorded_yesterday=True,
                ),
                Missed(0.5, "En mer", is_excused=True, announced_by=Absence.AnnouncedBy.STUDENT),
            ],
        ),
        Follows("Chœur d’adultes"),
    ],
    before=[
        Followed(
            1,
            "Accordéon diatonique, adultes",
            "Accordéon diatonique",
            "1C2",
            "Yann Kervella",
            [Commented("Du plaisir et de l’assiduité.")],
        ),
        Followed(2, "Accordéon diatonique, adultes", "Accordéon diatonique", "1C1", "Yann Kervella"),
    ],
    played=[Played("fest_noz", "Suite de gavottes", "Traditionnel", 8, "Avec la classe.")],
)

MALO = Pupil(
    places=[
        Place(
            "C-0058",
            facts={"emergency_name": "Annick Dupont", "emergency_telephone": "+33639981859"},
        )
    ],
    person={
        "first_name": "Malo",
        "last_name": "Dupont",
        "sex": Person.Sex.MALE,
        "birth_place": "Quimper (29)",
    },
    born=(9, 8, 4),
    facts={"school_name": "École Per-Jakez-Helias", "school_level": "CM1", "may_leave_alone": False},
)

SCHOOL = School(
    site="Conservatoire",
    departments={
        "Musiques traditionnelles": ["Accordéon diatonique"],
        "Parcours Danse": ["Danse classique"],
        "Voix": ["Chant choral"],
    },
    rooms={"Salle du Port": "", "Salle Jef-Le-Penven": "", "Studio": ""},
    courses=[
        Taught(
            "Accordéon diatonique, adultes",
            "Accordéon diatonique",
            "Yann Kervella",
            "Salle du Port",
            When(THURSDAY, time(19), 60),
        ),
        Taught(
            "Chœur d’adultes",
            "Chant choral",
            "Nolwenn Abgrall",
            "Salle Jef-Le-Penven",
            When(MONDAY, time(20), 90),
        ),
        Taught(
            "Danse classique 1C1",
            "Danse classique",
            "Irina Sokolova",
            "Studio",
            When(WEDNESDAY, time(14), 60),
        ),
    ],
    cursus={("Parcours danse, cycle 1", "1C"): ["Danse classique"]},
    events={"fest_noz": Occasion(1, 5, 16, "Fest-noz du conservatoire", "Salle du Port")},
    pupils=[GERARD, MALO],
)
