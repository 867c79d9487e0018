"""What an import costs, preview included, beside the floor: reading the file, and its rows in one `bulk_create`.

Run by hand, on an empty database: `DATABASE_URL=… .venv/bin/python -m tests.benchmarks.imports 100000 [kind…]`
"""

import csv
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, models

MB = 1024


def families(rows: int) -> Iterator[dict[str, Any]]:
    """Two guardians in every other family; the first has an account."""
    for number in range(rows):
        family, second = number * 2 // 3, number % 3 == 1
        yield {
            "Référence famille": f"F-{family:06}",
            "Rang": 2 if second else 1,
            "Identifiant": "" if second else f"famille{family}",
            "Civilité": "Monsieur" if number % 2 else "Madame",
            "Nom": f"Martin{family % 9973}",
            "Prénom": f"Camille{number % 997}",
            "Profession": "Libraire",
            "Adresse": f"{family % 90 + 1}, rue des Lilas",
            "CP": "91999",
            "Ville": "Bois-l’Abbesse",
            "Tél. domicile": f"01 99 00 {number % 10000 // 100:02} {number % 100:02}",
            "Mobile": f"06 39 98 {number % 10000 // 100:02} {number % 100:02}",
            "E-mail": "" if second else f"famille{family}@example.org",
        }


def students(rows: int) -> Iterator[dict[str, Any]]:
    for number in range(rows):
        yield {
            "Référence élève": f"E-{number:06}",
            "Référence famille": f"F-{number * 2 // 3:06}",
            "Sexe": "F" if number % 2 else "M",
            "Nom": f"Martin{number % 9973}",
            "Prénom": f"Alix{number % 997}",
            "Date de naissance": f"{number % 28 + 1:02}/{number % 12 + 1:02}/{2008 + number % 12}",
            "Droit à l'image": "oui",
            "Coordonnées du responsable de rang": 1,
            "Tél. urgence": f"06 39 98 {number % 10000 // 100:02} {number % 100:02}",
        }


def courses(rows: int) -> Iterator[dict[str, Any]]:
    """Ten students each."""
    for number in range(rows):
        course = number // 10
        yield {
            "Référence cours": f"C-{course:06}",
            "Année scolaire": "2026/2027",
            "Cours": f"Guitare {course}",
            "Discipline": f"Discipline {course % 60}",
            "Nom de l'enseignant": f"Vidal{course % 300}",
            "Salle": f"Salle {course % 100}",
            "Jour": ["lundi", "mardi", "mercredi", "jeudi", "vendredi"][course % 5],
            "Début": "17:30",
            "Durée": 60,
            "Référence élève": f"E-{number:06}",
            "Cycle": "1C1",
        }


def invoices(rows: int) -> Iterator[dict[str, Any]]:
    """Two lines each."""
    for number in range(rows):
        invoice = number // 2
        yield {
            "Numéro de facture": f"F{invoice:06}",
            "Référence famille": f"F-{invoice % (rows * 2 // 3):06}",
            "Année scolaire": "2025/2026",
            "Libellé": "Cotisations",
            "Émise le": "15/10/2025",
            "Total": "210,50",
            "Prix unitaire": "105,25",
        }


def payments(rows: int) -> Iterator[dict[str, Any]]:
    for number in range(rows):
        paid = number % max(rows // 2, 1)
        yield {
            "Numéro de reçu": f"R{number:06}",
            "Référence famille": f"F-{paid % (rows * 2 // 3):06}",
            "Mode de règlement": "Chèque",
            "Montant": "105,25",
            "Reçu le": "12/11/2025",
            "Numéro de facture": f"F{paid:06}",
        }


MAKERS = {maker.__name__: maker for maker in (families, students, courses, invoices, payments)}


def write(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first), delimiter=";")
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def taken(label: str, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB
    print(f"  {label}: {seconds:.1f} s, {most:.0f} MiB at most so far", flush=True)  # noqa: T201
    return seconds


def main() -> None:
    django.setup()
    from accounts.models import Site, User
    from billing.models import Regie

    rows, kinds = int(sys.argv[1]), sys.argv[2:] or list(MAKERS)
    call_command("migrate", verbosity=0)
    site, _new = Site.objects.get_or_create(name="Grande école")
    User.objects.filter(login="mesure").exists() or User.objects.create_superuser(
        "mesure", last_name="Mesure"
    )
    Regie.objects.get_or_create(site=site, name="Régie")
    with TemporaryDirectory() as folder:
        for kind in kinds:
            path = Path(folder, f"{kind}.csv")
            write(path, MAKERS[kind](rows))
            measure(kind, path)


def measure(kind: str, path: Path) -> None:
    print(f"{kind}: {path.stat().st_size / 1e6:.1f} MB")  # noqa: T201
    options = {"site": "Grande école", "by": "mesure"}
    seconds = taken("import", lambda: call_command(f"import_{kind}", str(path), **options))
    taken("again", lambda: call_command(f"import_{kind}", str(path), **options))
    print(f"  beside the floor: {seconds / floor(kind, path):.1f} times")  # noqa: T201


def floor(kind: str, path: Path) -> float:
    """The file is read and, its rows in memory already, they are written to tables alike by `bulk_create`."""
    rows = {model: list(model._base_manager.all()) for model in models_of(kind)}

    def work() -> None:
        with path.open(encoding="utf-8") as file:
            for _row in csv.reader(file, delimiter=";"):
                pass
        for model, found in rows.items():
            copy = f"bare_{model._meta.db_table}"
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE TABLE {copy} AS SELECT * FROM {model._meta.db_table} LIMIT 0")
            with alike(model, copy):
                for first in range(0, len(found), 1000):
                    model._base_manager.bulk_create(found[first : first + 1000])

    return taken("floor", work)


@contextmanager
def alike(model: type[models.Model], table: str) -> Iterator[None]:
    own = model._meta.db_table
    model._meta.db_table = table
    try:
        yield
    finally:
        model._meta.db_table = own
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {table}")


def models_of(kind: str) -> list[type[models.Model]]:
    from billing.models import Allocation, Instalment, Invoice, InvoiceLine, Payment
    from families.models import Family, Guardian, Person
    from students.models import Course, Enrolment, Membership, Student

    return {
        "families": [Family, Person, Guardian],
        "students": [Person, Student, Membership],
        "courses": [Course, Enrolment],
        "invoices": [Invoice, InvoiceLine, Instalment],
        "payments": [Payment, Allocation],
    }[kind]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    main()
