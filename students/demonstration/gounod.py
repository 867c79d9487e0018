"""Conservatoire Gounod: Adèle and Basile Moreau, a piano and a trumpet."""

from datetime import time

from families.models import Person
from students.demonstration.tables import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
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

GRANDMOTHER = {"emergency_name": "Yvonne Moreau, grand-mère", "emergency_telephone": "+33639981233"}

ADELE = Pupil(
    places=[Place("G-2031", facts={**GRANDMOTHER, "mobile": "+33639981234"})],
    person={
        "civility": Person.Civility.MADAME,
        "first_name": "Adèle",
        "last_name": "Moreau",
        "sex": Person.Sex.FEMALE,
        "birth_place": "Bondoufle-le-Bois (91)",
    },
    born=(13, 3, 8),
    facts={
        "school_name": "Collège Lili-Boulanger",
        "school_level": "4e",
        "image_right": Student.ImageRight.GRANTED,
        "may_leave_alone": True,
    },
    this_year=[
        Follows(
            "Piano",
            "2C2",
            own_time=When(TUESDAY, time(18), 45),
            records=[
                Worked(0.2, "Bach, invention n° 8", "Mains séparées, puis ensemble à la noire = 60."),
                Worked(0.7, "Schumann, Album pour la jeunesse", "Le chant au-dessus des accords."),
                Assessed(
                    0.5,
                    "Contrôle continu",
                    "Une invention de Bach",
                    "15.5",
                    comment="Une lecture précise. La main gauche peut chanter davantage.",
                ),
            ],
        ),
        Follows(
            "Formation musicale 2C2 B",
            "2C2",
            records=[
                Assessed(0.4, "Contrôle continu", "Dictée à deux voix", "13"),
                Assessed(1, "Contrôle continu", "Déchiffrage chanté", "17", recorded_yesterday=True),
                Missed(0.8, "Sortie scolaire", is_excused=True, announced_by=Absence.AnnouncedBy.STUDENT),
            ],
        ),
        Follows("Chœur d’enfants"),
    ],
    before=[
        Followed(
            1,
            "Piano",
            "Piano",
            "2C1",
            "Solange Carpentier",
            [Commented("Beau passage en deuxième cycle. Le travail est régulier.")],
        ),
        Followed(1, "Formation musicale 2C1 A", "Formation musicale", "2C1", "Mathieu Trébuchet"),
        Followed(2, "Piano", "Piano", "1C4", "Solange Carpentier"),
        Followed(2, "Formation musicale 1C4", "Formation musicale", "1C4", "Mathieu Trébuchet"),
    ],
    played=[Played("audition", "Le Petit Âne blanc", "Jacques Ibert", 4, "Par cœur.")],
)

BASILE = Pupil(
    places=[Place("G-2031", through=2, facts=GRANDMOTHER)],
    person={
        "first_name": "Basile",
        "last_name": "Moreau",
        "sex": Person.Sex.MALE,
        "birth_place": "Bondoufle-le-Bois (91)",
    },
    born=(8, 9, 30),
    facts={
        "school_name": "École Nadia-et-Lili",
        "school_level": "CE2",
        "image_right": Student.ImageRight.GRANTED,
        "may_leave_alone": False,
    },
    this_year=[
        Follows(
            "Trompette",
            "1C2",
            own_time=When(THURSDAY, time(17, 15), 30),
            records=[Worked(0.9, "La respiration", "Dix minutes de notes longues par jour, c’est assez.")],
        ),
        Follows(
            "Formation musicale 1C2 A",
            "1C2",
            records=[
                Assessed(0.6, "Contrôle continu", "Lecture de notes en clé de sol", "14"),
                Missed(0.3),
            ],
        ),
    ],
    before=[
        Followed(1, "Trompette", "Trompette", "1C1", "Joachim Ngo"),
        Followed(1, "Formation musicale 1C1", "Formation musicale", "1C1", "Mathieu Trébuchet"),
    ],
)

SCHOOL = School(
    site="Conservatoire Gounod",
    departments={
        "Claviers": ["Piano"],
        "Cuivres": ["Trompette"],
        "Formation musicale": ["Formation musicale"],
        "Pratiques collectives": ["Chant choral"],
    },
    rooms={"Salle Clara-Haskil": "", "Salle Maurice-André": "", "Salle Solfège 1": "", "Auditorium": ""},
    courses=[
        Taught(
            "Piano", "Piano", "Solange Carpentier", "Salle Clara-Haskil", When(TUESDAY, time(16, 30), 180)
        ),
        Taught(
            "Trompette", "Trompette", "Joachim Ngo", "Salle Maurice-André", When(THURSDAY, time(16, 30), 150)
        ),
        Taught(
            "Formation musicale 2C2 B",
            "Formation musicale",
            "Mathieu Trébuchet",
            "Salle Solfège 1",
            When(FRIDAY, time(17, 45), 75),
        ),
        Taught(
            "Formation musicale 1C2 A",
            "Formation musicale",
            "Mathieu Trébuchet",
            "Salle Solfège 1",
            When(WEDNESDAY, time(13, 30), 60),
        ),
        Taught(
            "Chœur d’enfants",
            "Chant choral",
            "Bénédicte Aubry",
            "Auditorium",
            When(SATURDAY, time(10, 30), 75),
        ),
        Taught("Éveil au chœur", "Chant choral", "Bénédicte Aubry", "Auditorium", When(MONDAY, time(17), 45)),
    ],
    cursus={("Cursus musique, cycle 2", "2C"): ["Piano", "Formation musicale", "Chant choral"]},
    events={"audition": Occasion(1, 5, 23, "Audition des claviers", "Auditorium")},
    pupils=[ADELE, BASILE],
)
