"""Conservatoire Xénakis: the three students of the Leroy family, the eldest of whom is a Petit as well; three more of
the Petit family."""

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

AUNT = {"emergency_name": "Judith Leroy, tante", "emergency_telephone": "+33639981242"}

# Her time is her mother's and her other mother's: each household has its own coordinates, and one pays.
ELEONORE = Pupil(
    places=[
        Place("X-0412", facts={**AUNT, "mobile": "+33639981243"}),
        Place(
            "X-0587",
            pays=False,
            through=None,
            facts={
                "address_1": "8, impasse du Métronome",
                "address_2": "Chez Mme Petit, 2e étage",
                "postal_code": "91998",
                "city": "Villiers-sur-Lys",
                "home_telephone": "+33199001458",
                "mobile": "+33639981243",
                "emergency_name": "Alain Petit, grand-père",
                "emergency_telephone": "+33639981259",
            },
        ),
    ],
    person={
        "civility": Person.Civility.MADAME,
        "first_name": "Éléonore",
        "last_name": "Leroy",
        "sex": Person.Sex.FEMALE,
        "birth_place": "Bois-l’Abbesse (91)",
    },
    born=(13, 2, 19),
    facts={
        "school_name": "Collège Germaine-Tailleferre",
        "school_level": "4e",
        "image_right": Student.ImageRight.GRANTED,
        "may_leave_alone": True,
    },
    this_year=[
        Follows(
            "Violoncelle",
            "2C1",
            own_time=When(MONDAY, time(17, 30), 45),
            records=[
                Worked(0.2, "Posture et archet", "Le coude plus haut ; gammes de ré et de sol en entier."),
                Worked(
                    0.6,
                    "Vivaldi, sonate en mi mineur",
                    "Premier mouvement. Doigtés notés sur la partition, deuxième position.",
                ),
                Worked(0.9, "Préparer l’audition", "Jouer par cœur devant quelqu’un d’ici là."),
                Assessed(
                    0.5,
                    "Contrôle continu",
                    "Une étude de Lee",
                    "16",
                    comment="Une justesse en progrès. L’archet respire.",
                ),
                Assessed(
                    1,
                    "Audition de classe",
                    "Vivaldi, sonate en mi mineur",
                    mention="Très bien",
                    jury="Mme Szymańska, M. Le Bihan",
                    comment="Un beau son, tenu jusqu’au bout de la phrase.",
                    recorded_yesterday=True,
                ),
                Missed(0.4, "Voyage scolaire", is_excused=True, announced_by=Absence.AnnouncedBy.FAMILY),
            ],
        ),
        Follows(
            "Formation musicale 2C1 A",
            "2C1",
            records=[
                Worked(0.7, "Lecture en clé de fa", "Deux lignes par jour, à voix haute."),
                Assessed(0.3, "Contrôle continu", "Dictée rythmique", "12.5"),
                Assessed(0.8, "Contrôle continu", "Déchiffrage chanté", "14"),
                Assessed(
                    0.95,
                    "Commission",
                    "Orientation vers le module jazz",
                    mention="Avis favorable",
                    jury="Mme Szymańska, M. Kerdraon-Lefèvre",
                    shown_in_days=7,
                ),
                Missed(0.9),
            ],
        ),
        Follows("Orchestre des cordes", records=[Worked(0.5, "Programme", "Britten, Simple Symphony.")]),
        Follows("Atelier d’improvisation", ended=0.6),
    ],
    before=[
        Followed(
            1,
            "Violoncelle",
            "Violoncelle",
            "1C4",
            "Hélène Szymańska",
            [
                Assessed(
                    0.9,
                    "Examen de fin de cycle",
                    "Fin du premier cycle",
                    "17",
                    "Très bien, à l’unanimité",
                    "M. Ould-Brahim, Mme Szymańska, M. Tran",
                    "Un programme habité. Entrée en deuxième cycle.",
                ),
                Commented("Une année remarquable. Bravo pour l’examen."),
            ],
        ),
        Followed(
            1,
            "Formation musicale 1C4 B",
            "Formation musicale",
            "1C4",
            "Jean-Baptiste Kerdraon-Lefèvre",
            [Assessed(0.85, "Examen de fin de cycle", "Écrit et oral", "13.5")],
        ),
        Followed(1, "Orchestre des cordes", "Orchestre", "", "Aïcha Ould-Ahmed"),
        Followed(
            2,
            "Violoncelle",
            "Violoncelle",
            "1C3",
            "Hélène Szymańska",
            [Commented("Le son s’ouvre. Il faut oser les nuances.")],
        ),
        Followed(2, "Formation musicale 1C3 A", "Formation musicale", "1C3", "Rosalie Tran"),
        Followed(3, "Violoncelle", "Violoncelle", "1C2", "Hélène Szymańska"),
        Followed(3, "Formation musicale 1C2 A", "Formation musicale", "1C2", "Rosalie Tran"),
    ],
    played=[
        Played(
            "cordes",
            "Le Cygne",
            "Camille Saint-Saëns",
            4,
            "Avec piano. Un moment suspendu dans l’auditorium.",
        ),
        Played("examen", "Sonate en mi mineur, allegro", "Antonio Vivaldi", 6, "Morceau imposé."),
        Played("noel", "Trois airs de Playford", "John Playford", 5),
    ],
)

SACHA = Pupil(
    places=[Place("X-0412", facts={**AUNT, "mobile": "+33639981244"})],
    person={
        "civility": Person.Civility.MONSIEUR,
        "first_name": "Sacha",
        "last_name": "Leroy-Benhaddou",
        "sex": Person.Sex.MALE,
        "birth_place": "Bois-l’Abbesse (91)",
    },
    born=(11, 5, 28),
    facts={
        "school_name": "Collège Germaine-Tailleferre",
        "school_level": "6e",
        "image_right": Student.ImageRight.REFUSED,
        "may_leave_alone": True,
    },
    this_year=[
        Follows(
            "Danse contemporaine, mardi",
            "2C1",
            records=[
                Worked(0.4, "Le poids et l’élan", "Chutes et rebonds ; travail au sol."),
                Assessed(
                    0.7,
                    "Contrôle continu",
                    "Variation au choix",
                    mention="Bien",
                    comment="De l’engagement ; les appuis sont à préciser.",
                ),
                Missed(0.5, "Sortie scolaire", is_excused=True, announced_by=Absence.AnnouncedBy.FAMILY),
            ],
        ),
        Follows("Danse contemporaine, vendredi", "2C1", records=[Missed(0.8)]),
        Follows("Culture chorégraphique", "2C1"),
    ],
    before=[
        Followed(
            1,
            "Danse contemporaine",
            "Danse contemporaine",
            "1C4",
            "Maud Delestrée",
            [Commented("Sacha trouve sa danse. Passage en deuxième cycle.")],
        ),
        Followed(2, "Danse contemporaine", "Danse contemporaine", "1C3", "Maud Delestrée"),
    ],
    played=[Played("danse", "Passages, pour huit danseurs", "Maud Delestrée", 12)],
)

MARIE_APOLLINE = Pupil(
    places=[Place("X-0412", facts=AUNT)],
    person={
        "first_name": "Marie-Apolline",
        "last_name": "Leroy-Vandenbroucke",
        "sex": Person.Sex.FEMALE,
        "birth_place": "Bois-l’Abbesse (91)",
    },
    born=(5, 12, 2),
    facts={
        "school_name": "École maternelle Les Tilleuls",
        "school_level": "Grande section",
        "may_leave_alone": False,
    },
    this_year=[
        Follows(
            "Éveil musique et danse",
            records=[Worked(0.6, "Le lent et le rapide", "Comptines, marches et silences.")],
        )
    ],
)

# Of Maud Petit alone: one answer of the school to each of their re-enrolments.
GRANDFATHER = {"emergency_name": "Alain Petit, grand-père", "emergency_telephone": "+33639981259"}


def _petit(first_name: str, sex: Person.Sex, born: tuple[int, int, int], *follows: Follows) -> Pupil:
    return Pupil(
        places=[Place("X-0587", facts=GRANDFATHER)],
        person={"first_name": first_name, "last_name": "Petit", "sex": sex, "birth_place": "Étampes (91)"},
        born=born,
        facts={"image_right": Student.ImageRight.GRANTED},
        this_year=list(follows),
    )


AMBRE = _petit("Ambre", Person.Sex.FEMALE, (12, 5, 7), Follows("Danse contemporaine, mardi", "2C1"))
COME = _petit("Côme", Person.Sex.MALE, (10, 11, 24), Follows("Atelier d’improvisation", "1C3"))
OCTAVE = _petit("Octave", Person.Sex.MALE, (8, 3, 15), Follows("Orchestre des cordes", "1C1"))

DANCE_STUDIO = "Studio Loïe-Fuller"

SCHOOL = School(
    site="Conservatoire Xénakis",
    departments={
        "Cordes": ["Violoncelle"],
        "Danse": ["Danse contemporaine", "Culture chorégraphique"],
        "Éveil": ["Éveil musique et danse"],
        "Formation musicale": ["Formation musicale"],
        "Pratiques collectives": ["Orchestre", "Improvisation"],
    },
    rooms={
        "Salle Pablo-Casals": "",
        "Salle Nadia-Boulanger": "",
        "Salle Messiaen": "",
        "Studio Éliane-Radigue": "",
        DANCE_STUDIO: "",
        "Auditorium": "",
    },
    courses=[
        Taught(
            "Violoncelle",
            "Violoncelle",
            "Hélène Szymańska",
            "Salle Pablo-Casals",
            When(MONDAY, time(17), 45),
        ),
        Taught(
            "Formation musicale 2C1 A",
            "Formation musicale",
            "Jean-Baptiste Kerdraon-Lefèvre",
            "Salle Nadia-Boulanger",
            When(WEDNESDAY, time(14), 75),
        ),
        Taught(
            "Orchestre des cordes",
            "Orchestre",
            "Aïcha Ould-Ahmed",
            "Auditorium",
            When(SATURDAY, time(11), 120),
        ),
        Taught(
            "Atelier d’improvisation",
            "Improvisation",
            "Gaël Le Bihan",
            "Studio Éliane-Radigue",
            When(THURSDAY, time(18), 60),
        ),
        Taught(
            "Danse contemporaine, mardi",
            "Danse contemporaine",
            "Maud Delestrée",
            DANCE_STUDIO,
            When(TUESDAY, time(18, 15), 90),
        ),
        Taught(
            "Danse contemporaine, vendredi",
            "Danse contemporaine",
            "Maud Delestrée",
            DANCE_STUDIO,
            When(FRIDAY, time(18, 15), 90),
        ),
        Taught("Culture chorégraphique", "Culture chorégraphique", "Gaël Le Bihan"),  # some Saturdays
        Taught(
            "Éveil musique et danse",
            "Éveil musique et danse",
            "Lúcia Ferreira",
            "Salle Messiaen",
            When(WEDNESDAY, time(10), 60),
        ),
    ],
    cursus={
        ("Cursus musique, cycle 2", "2C"): ["Violoncelle", "Formation musicale", "Orchestre"],
        ("Cursus danse, cycle 2", "2C"): ["Danse contemporaine", "Culture chorégraphique"],
    },
    events={
        "cordes": Occasion(1, 6, 17, "Auditions de fin d’année : les cordes", "Auditorium"),
        "danse": Occasion(1, 6, 20, "Scène ouverte de la danse", "Auditorium"),
        "examen": Occasion(1, 5, 30, "Examen de fin de premier cycle", "Salle Pablo-Casals"),
        "noel": Occasion(2, 12, 14, "Concert de Noël", "Église Saint-Merry-des-Bois"),
    },
    pupils=[ELEONORE, SACHA, MARIE_APOLLINE, AMBRE, COME, OCTAVE],
)
