"""What each school of the demonstration asks for, and what its families gave."""

from functools import partial

from documents.demonstration.pictures import photograph, scan
from documents.demonstration.tables import Answer, Given, Kind, School, Status
from documents.models import DocumentType

STUDENT = DocumentType.Of.STUDENT
UNTIL_CHECKED = {"kept": DocumentType.Kept.UNTIL_CHECKED}
IN_PERSON = {"in_person": True, "note": "Par chèque ou en espèces, à l’accueil"}
OPTIONAL = {"is_required": False}
BLANK_IMAGE = partial(
    scan,
    "autorisation-image.pdf",
    (
        "Autorisation de prise de vue",
        "Je, soussigné(e) ………………………………………………,",
        "responsable de l’élève ………………………………………,",
        "autorise / n’autorise pas (rayer la mention inutile)",
        "l’établissement à diffuser son image.",
        "Le ……………… Signature :",
    ),
)
BLANK_DANCE = partial(
    scan,
    "certificat-danse.pdf",
    (
        "Certificat médical",
        "Je, soussigné(e), docteur ………………………………,",
        "certifie que ……………………………………………………",
        "ne présente pas de contre-indication à la danse.",
        "Le ……………… Signature et cachet :",
    ),
)
MANDATE = {
    "condition": "En cas de prélèvement automatique",
    "note": "Rempli et signé",
    "open_to_regie": True,
}

XENAKIS = School(
    "Conservatoire Xénakis",
    [
        Kind(
            "Justificatif de domicile de moins de trois mois",
            facts={"note": "Une fois pour toute la famille", "valid_months": 12},
        ),
        Kind(
            "Avis d’impôt sur les revenus",
            facts={**OPTIONAL, "note": "Pour le quotient familial", "valid_months": 12},
        ),
        Kind("Frais de dossier : 20,00 €", facts=IN_PERSON),
        Kind(
            "Certificat médical d’aptitude à la danse",
            STUDENT,
            {**UNTIL_CHECKED, "valid_months": 12},
            departments=("Danse",),
            blank=BLANK_DANCE,
        ),
        Kind("Attestation d’assurance en responsabilité civile", STUDENT, {"valid_months": 12}),
        Kind(
            "Autorisation de prise de vue et de diffusion de l’image",
            STUDENT,
            {"valid_months": 36, "note": "Valable trois ans", "kept": "months", "kept_months": 60},
            blank=BLANK_IMAGE,
        ),
    ],
    [
        Given(
            "Justificatif de domicile de moins de trois mois",
            "X-0412",
            partial(
                photograph,
                "facture-electricite-mai.jpg",
                "Facture d’électricité",
                "Mme Inès Leroy",
                "12, rue des Lilas, bâtiment C",
                "91999 Bois-l’Abbesse",
            ),
            days_ago=8,
            status=Status.REFUSED,
            reason="La date n’est pas lisible : merci d’envoyer la page entière.",
        ),
        Given(
            "Avis d’impôt sur les revenus",
            "X-0412",
            partial(
                scan,
                "avis-impot.pdf",
                ("Avis d’impôt", "Foyer Leroy", "Revenu fiscal de référence : 41 230 €"),
                ("Détail des revenus", "Traitements et salaires : 45 811 €"),
            ),
            days_ago=60,
            status=Status.VALIDATED,
            ends_in=300,
        ),
        Given(
            "Attestation d’assurance en responsabilité civile",
            "X-0412",
            partial(
                photograph,
                "IMG_191204.jpg",
                "Attestation d’assurance",
                "Responsabilité civile",
                "Assuré : Sacha Leroy-Benhaddou",
                "Du 1er septembre au 31 août",
            ),
            student="Sacha",
            days_ago=2,
        ),
        Given(
            "Autorisation de prise de vue et de diffusion de l’image",
            "X-0412",
            partial(
                scan,
                "autorisation-image.pdf",
                ("Autorisation de prise de vue", "Sacha Leroy-Benhaddou", "Accordée"),
            ),
            student="Sacha",
            days_ago=1130,
            status=Status.VALIDATED,
            ends_in=-35,
        ),
    ],
)

ECOLE_NATIONALE = School(
    "École nationale de musique",
    [
        Kind("Avis d’imposition", facts={**UNTIL_CHECKED, "note": "Toutes les pages", "valid_months": 12}),
        Kind("Justificatif de domicile", facts={"note": "De moins de trois mois", "valid_months": 12}),
        Kind("Autorisation de prélèvement et RIB", facts=MANDATE),
        Kind("Photo d’identité", STUDENT, OPTIONAL),
        Kind("Attestation d’assurance", STUDENT, {"valid_months": 12}),
        Kind("Certificat médical", STUDENT, {**UNTIL_CHECKED, "condition": "Pour les élèves danseurs"}),
    ],
    [
        Given(
            "Avis d’imposition",
            "ENM-0217",
            partial(scan, "avis-2026.pdf", ("Avis d’imposition", "Mme Clara Abolant", "Page 1 sur 2")),
            days_ago=6,
            status=Status.REFUSED,
            reason="Il manque une page.",
        ),
        Given(
            "Justificatif de domicile",
            "ENM-0217",
            partial(
                photograph,
                "quittance.jpg",
                "Quittance de loyer",
                "Mme Clara Abolant",
                "11, place de la République",
                "78999 Mantes-sur-Lys",
            ),
            days_ago=1,
        ),
        Given(
            "Attestation d’assurance",
            "ENM-0217",
            partial(scan, "assurance-victor.pdf", ("Attestation d’assurance", "Assuré : Victor Abolant")),
            student="Victor",
            days_ago=40,
            status=Status.VALIDATED,
            ends_in=325,
        ),
        Given(
            "Attestation d’assurance",
            "ENM-0217",
            partial(scan, "assurance-lou.pdf", ("Attestation d’assurance", "Assurée : Lou Abolant")),
            student="Lou",
            days_ago=380,
            status=Status.VALIDATED,
            ends_in=-15,
        ),
        Given(
            "Certificat médical",
            "ENM-0217",
            student="Victor",
            days_ago=2,
            answer=Answer.NOT_CONCERNED,
        ),
    ],
)

CONSERVATOIRE = School(
    "Conservatoire",
    [
        Kind("Justificatif d’identité de l’élève majeur, ou du responsable légal d’un mineur"),
        Kind(
            "Justificatif de domicile (quittance d’électricité, de gaz…)",
            facts={"condition": "Si vous habitez la communauté de communes", "valid_months": 12},
        ),
        Kind("Copie de l’avis d’impôt sur les revenus", facts={**UNTIL_CHECKED, **OPTIONAL}),
        Kind("Frais de dossier : 20 €", facts=IN_PERSON),
        Kind("RIB et autorisation de prélèvement mensuel", facts=MANDATE),
        Kind("Fiche d’autorisation de prise de vue et de diffusion de l’image", STUDENT, blank=BLANK_IMAGE),
        Kind(
            "Attestation d’assurance couvrant l’élève en responsabilité civile", STUDENT, {"valid_months": 12}
        ),
        Kind(
            "Certificat médical d’aptitude",
            STUDENT,
            {**UNTIL_CHECKED, "note": "Parcours Danse uniquement"},
            departments=("Parcours Danse",),
        ),
    ],
    [],
)

SCHOOLS = [XENAKIS, ECOLE_NATIONALE, CONSERVATOIRE]
