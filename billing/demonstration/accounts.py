"""Each school's régie, and the ledger of each family of the demonstration."""

from billing.demonstration.history import Bills, Bounces, Credits, Ledger, Line, Pays, School
from billing.models import Category, Mode

HIRE = Category.HIRE

MEANS = (
    "Par carte bancaire ou par prélèvement, en ligne.\n\n"
    "Par chèque à l’ordre du Trésor public, en chèques-vacances ou en espèces, à l’accueil."
)
RECOURSE = (
    "Cette facture peut être contestée devant le tribunal administratif dans les deux mois qui suivent sa "
    "réception. Une réclamation s’adresse d’abord à la régie."
)


def regie(name: str, **facts: str) -> dict[str, str]:
    return {
        "name": name,
        **facts,
        "payment_means": MEANS,
        "mentions": "Régie de recettes de démonstration, créée par l’arrêté 2019-118 du 3 juin 2019.",
        "recourse": RECOURSE,
    }


SECOND, THIRD = "2e enfant de la famille : remise de 10 %", "3e enfant de la famille : remise de 20 %"
QUARTER = [
    Line("Violoncelle et formation musicale, 2e cycle", "216.00", "Éléonore"),
    Line("Piano et formation musicale, 1er cycle", "216.00", "Sacha", "21.60", SECOND),
    Line("Éveil musique et danse", "160.00", "Marie-Apolline", "32.00", THIRD),
]
FIRST_QUARTER = [*QUARTER, Line("Frais de dossier", "18.00", reason="Une fois par famille et par an")]

XENAKIS = School(
    "Conservatoire Xénakis",
    regie(
        "Régie du conservatoire Xénakis",
        collectivity="Communauté d’agglomération du Bois-l’Abbesse",
        telephone="01 99 00 14 22",
        email="regie.xenakis@example.org",
        address="4, allée des Cinq-Lignes\n91999 Bois-l’Abbesse",
        client_number="099914",
        payfip_mode="T",
    ),
    [
        Ledger(
            "X-0412",
            [
                Bills(0.1, "Cotisations de l’année, deux élèves", QUARTER[:2], ago=1, instalments=2),
                Pays(0.2, "410.40", Mode.CARD, "Règlement de l’année", ago=1),
                Bills(0.12, "Location d’un violoncelle", [Line("Violoncelle 3/4", "95.00")], HIRE, ago=1),
                Pays(0.2, "95.00", Mode.CHEQUE, "Location", HIRE, "0004127", ago=1),
                Bills(0.05, "Cotisations du 1er trimestre, trois élèves", FIRST_QUARTER),
                Bills(
                    0.08,
                    "Location d’un violoncelle",
                    [Line("Violoncelle 4/4", "36.00", "Éléonore", quantity=3)],
                    HIRE,
                ),
                Pays(0.15, "556.40", Mode.CHEQUE, "Chèque du 1er trimestre", reference="0004203"),
                Bounces(0.25, "Chèque du 1er trimestre", "Chèque rejeté par la banque"),
                Pays(0.3, "556.40", Mode.CARD, "Règlement du 1er trimestre"),
                Pays(0.32, "54.00", Mode.HOLIDAY_VOUCHERS, "Chèques-vacances", HIRE),
                Bills(0.45, "Cotisations du 2e trimestre, trois élèves", QUARTER),
                Pays(0.55, "538.40", Mode.TRANSFER, "Règlement du 2e trimestre"),
                Credits(
                    0.7,
                    "Cotisations du 2e trimestre, trois élèves",
                    "54.00",
                    "Trois séances d’éveil annulées",
                ),
                Bills(0.9, "Cotisations du 3e trimestre, trois élèves", QUARTER, due_in=21),
                Pays(0.95, "181.50", Mode.TRANSFER, "Premier versement du 3e trimestre"),
            ],
        ),
        Ledger(
            "X-0587",
            [
                Bills(0.1, "Atelier chanson", [Line("Atelier chanson, adultes", "180.00")], instalments=3),
                Pays(0.2, "60.00", Mode.CASH, "Premier versement"),
            ],
        ),
    ],
)

ECOLE_NATIONALE = School(
    "École nationale de musique",
    regie(
        "Régie Recette ENM",
        collectivity="Ville de Mantes-sur-Lys",
        telephone="01 99 00 16 33",
        email="regie.enm@example.org",
        address="1, quai des Orgues\n78999 Mantes-sur-Lys",
        client_number="099916",
        payfip_mode="T",
    ),
    [
        Ledger(
            "ENM-0217",
            [
                Bills(
                    0.1,
                    "Cotisations de l’année",
                    [
                        Line("Percussions, 3e cycle", "312.00", "Victor"),
                        Line("Guitare, 1er cycle", "248.00", "Lou", "24.80", SECOND),
                    ],
                ),
                Pays(0.3, "535.20", Mode.PAYFIP, "Règlement de l’année"),
                Bills(
                    0.85,
                    "Stage de musique de chambre",
                    [Line("Stage d’une journée", "24.00", "Victor")],
                    due_in=15,
                ),
            ],
        )
    ],
)

ARTS_VISUELS = School(
    "Arts visuels",
    regie(
        "Régie Arts visuels",
        collectivity="Ville de Val-d’Orge",
        telephone="01 99 00 10 12",
        email="regie.arts@example.org",
        address="12, rue de l’Atelier\n91999 Val-d’Orge",
    ),
    [
        Ledger(
            "AV-0117",
            [
                Bills(
                    0.1,
                    "Atelier de l’année",
                    [Line("Atelier de dessin et peinture", "210.00")],
                    instalments=3,
                ),
                Pays(0.2, "70.00", Mode.CHEQUE, "Premier versement", reference="0000871"),
                Pays(0.5, "140.00", Mode.CARD, "Solde de l’année"),
            ],
        )
    ],
)

GOUNOD = School(
    "Conservatoire Gounod",
    regie(
        "Régie du réseau des conservatoires",
        collectivity="Réseau des conservatoires d’Harmonie",
        telephone="01 99 00 12 14",
        email="regie.reseau@example.org",
        address="3, place de la République\n91999 Bondoufle-le-Bois",
    ),
    [
        Ledger(
            "G-2031",
            [
                Bills(0.1, "Cotisations de l’année", [Line("Cursus, deux élèves", "486.00")]),
                Pays(0.25, "500.00", Mode.DIRECT_DEBIT, "Prélèvement"),
            ],
        )
    ],
)

CONSERVATOIRE = School(
    "Conservatoire",
    regie(
        "Régie du Conservatoire",
        collectivity="Ville de Penn-ar-Roc’h",
        telephone="01 99 00 18 44",
        email="regie.conservatoire@example.org",
        address="8, rue du Port\n29999 Penn-ar-Roc’h",
    ),
    [
        Ledger(
            "C-0058",
            [
                Bills(0.1, "Cotisations de l’année", [Line("Chant choral, adultes", "120.00", "Gérard")]),
                Pays(0.2, "120.00", Mode.CASH, "Règlement de l’année"),
                Bills(
                    0.15, "Location d’un hautbois", [Line("Hautbois", "45.00", "Gérard", quantity=3)], HIRE
                ),
                Pays(0.3, "90.00", Mode.CHEQUE, "Deux trimestres de location", HIRE, "0009002"),
            ],
        )
    ],
)

SCHOOLS = [ARTS_VISUELS, GOUNOD, XENAKIS, ECOLE_NATIONALE, CONSERVATOIRE]
