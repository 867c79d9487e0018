"""École nationale de musique: Victor and Lou Abolant; Lou's courses, past and present, are those of the guide."""

from datetime import time

from families.models import Person
from students.demonstration.tables import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    WEDNESDAY,
    Assessed,
    Awaits,
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

BUILDING = "Ecole de Musique 1"
UNCLE = {"emergency_name": "Benoît Abolant, oncle", "emergency_telephone": "+33639988402"}
FM, GUITAR, CHOIR = "Formation musicale", "Guitare", "Chorale"
ASTAREL, BARDONALIT = "Carmen Astarel", "Anthony Bardonalit"
PERRIGON, SCHUSTER = "Isabelle Perrigon", "Clara Schuster"

VICTOR = Pupil(
    places=[
        Place(
            "ENM-0217",
            facts={**UNCLE, "mobile": "+33639988403", "email": "victor.abolant@example.org"},
        )
    ],
    person={
        "civility": Person.Civility.MONSIEUR,
        "first_name": "Victor",
        "last_name": "Abolant",
        "sex": Person.Sex.MALE,
        "birth_place": "Meaux (77)",
    },
    born=(16, 1, 27),
    facts={
        "school_name": "Lycée Hector-Berlioz",
        "school_level": "1re",
        "image_right": Student.ImageRight.GRANTED,
        "may_leave_alone": True,
    },
    this_year=[
        Follows(
            "Percussions",
            "3C1",
            own_time=When(FRIDAY, time(18, 30), 60),
            records=[
                Worked(0.4, "Marimba à quatre baguettes", "Musser, étude en ut : lentement, sans forcer."),
                Assessed(0.6, "Contrôle continu", "Caisse claire", "15"),
            ],
        ),
        Follows(
            "Orchestre d’harmonie",
            records=[Missed(0.7, "Oral blanc", is_excused=True, announced_by=Absence.AnnouncedBy.STUDENT)],
        ),
        Awaits("Musique de chambre", "3C1"),
    ],
    before=[
        Followed(1, "Percussions", "Percussions", "2C4", "Samir Khelifi"),
        Followed(1, "Orchestre d’harmonie", "Orchestre", "", "Florence Villeneuve"),
    ],
)

LOU = Pupil(
    places=[Place("ENM-0217", facts=UNCLE)],
    person={
        "civility": Person.Civility.MADAME,
        "first_name": "Lou",
        "last_name": "Abolant",
        "sex": Person.Sex.FEMALE,
        "birth_place": "Meaux (77)",
    },
    born=(11, 2, 17),
    facts={
        "school_name": "Collège Pasteur",
        "school_level": "6e",
        "image_right": Student.ImageRight.GRANTED,
        "may_leave_alone": False,
    },
    this_year=[
        Follows(
            "Guitare A",
            "2C1",
            records=[
                Worked(0.25, "Tarrega, Lagrima", "Tenir les basses ; la mélodie au-dessus."),
                Worked(0.75, "Lauro, Vals Venezolano n° 3", "À reprendre, plus vite et plus léger."),
                Assessed(
                    0.5,
                    "Contrôle continu",
                    "Gammes et arpèges",
                    "16",
                    comment="Une main droite souple. Continue !",
                ),
                Assessed(1, "Contrôle continu", "Lagrima, par cœur", "17.5", recorded_yesterday=True),
                Missed(0.6, "Raison familiale", is_excused=True, announced_by=Absence.AnnouncedBy.FAMILY),
            ],
        ),
        Follows(
            "Chorale 1er cycle C", records=[Missed(0.3), Missed(0.85, "Rendez-vous", "Répétition générale")]
        ),
        Follows(
            "FM 1C4 A",
            "1C4",
            records=[
                Worked(0.5, "Les tonalités", "Apprendre l’ordre des dièses et des bémols."),
                Assessed(0.4, "Contrôle continu", "Dictée mélodique", "11"),
                Assessed(0.9, "Contrôle continu", "Chant et rythme", "13.5"),
            ],
        ),
    ],
    before=[
        Followed(
            1,
            "FM 1C3",
            FM,
            "",
            ASTAREL,
            [
                Assessed(
                    0.9,
                    "Examen de fin d’année",
                    "Écrit et oral",
                    "12",
                    "Assez bien",
                    "Mme Astarel, M. Bardonalit",
                ),
                Commented("Des progrès à l’oral. L’écrit demande plus de régularité."),
            ],
        ),
        Followed(
            1,
            "Guitare",
            GUITAR,
            "1C4",
            SCHUSTER,
            [
                Worked(0.5, "Vals Venezolano n° 3", "Mémoriser la deuxième partie."),
                Assessed(
                    0.9,
                    "Examen de fin de cycle",
                    "Fin du premier cycle",
                    "16",
                    "Bien",
                    "M. Delmas, Mme Schuster, Mme Villeneuve",
                    "Une interprétation sensible. Entrée en deuxième cycle.",
                ),
                Commented("Un bel examen, très bien préparé."),
            ],
        ),
        Followed(1, "Chorale 1er cycle", CHOIR, "", PERRIGON),
        Followed(2, "FM 1C3", FM, "", ASTAREL),
        Followed(
            2,
            "Guitare",
            GUITAR,
            "1C3",
            SCHUSTER,
            [Commented("Une élève attentive, qui travaille sa sonorité.")],
        ),
        Followed(2, "Chorale 1er cycle", CHOIR, "", PERRIGON),
        Followed(3, "FM 1C2", FM, "", BARDONALIT),
        Followed(3, "Guitare", GUITAR, "1C2", SCHUSTER),
        Followed(3, "Chorale 1er cycle", CHOIR, "", PERRIGON),
    ],
    played=[
        Played("auditions", "Vals Venezolano n° 3", "Antonio Lauro", 10, "Éditions au choix."),
        Played(
            "fete",
            "Hymne à la joie, 9e symphonie",
            "Ludwig van Beethoven",
            15,
            "Joué en plein air, sur le parvis de la collégiale.",
        ),
    ],
)

SCHOOL = School(
    site="École nationale de musique",
    departments={
        "Formation Musicale": [FM],
        "Polyphoniques": [GUITAR, "Percussions"],
        "Pratiques collectives": [CHOIR, "Orchestre", "Musique de chambre"],
    },
    rooms={
        "Boreldieu": BUILDING,
        "Beauchamp": BUILDING,
        "Fauré": BUILDING,
        "Varèse": "Ecole de Musique 2",
        "Grande salle": "Ecole de Musique 2",
    },
    courses=[
        Taught("Guitare A", GUITAR, SCHUSTER, "Boreldieu", When(MONDAY, time(16, 30), 45)),
        Taught("Chorale 1er cycle C", CHOIR, PERRIGON, "Beauchamp", When(WEDNESDAY, time(19), 30)),
        Taught("FM 1C4 A", FM, ASTAREL, "Fauré", When(WEDNESDAY, time(16, 30), 60)),
        Taught("FM 1C2 B", FM, BARDONALIT, "Fauré", When(SATURDAY, time(10), 60)),
        Taught("Percussions", "Percussions", "Samir Khelifi", "Varèse", When(FRIDAY, time(16, 30), 180)),
        Taught(
            "Orchestre d’harmonie",
            "Orchestre",
            "Florence Villeneuve",
            "Grande salle",
            When(SATURDAY, time(14), 120),
        ),
    ],
    cursus={
        ("Cursus musique, cycle 1", "1C"): [GUITAR, FM, CHOIR],
        ("Cursus musique, cycle 3", "3C"): ["Percussions", "Orchestre", "Musique de chambre"],
    },
    events={
        "auditions": Occasion(1, 3, 6, "{date:%Y-%m} Auditions de la classe de guitare", "Beauchamp"),
        "fete": Occasion(3, 6, 21, "Fête de la Musique {date:%Y}", "Parvis de la collégiale"),
    },
    pupils=[VICTOR, LOU],
)
