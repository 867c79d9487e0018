"""What `manage.py demo --families` costs, beside the floor: the same rows into tables without key, index or rule.

Run by hand, on an empty database: `DATABASE_URL=… .venv/bin/python -m tests.benchmarks.population 100000`
"""

import os
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

CHUNK = 5000


class Spent(NamedTuple):
    seconds: float
    own_seconds: float  # of this process; the database's are its own

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.own_seconds:.1f} s of this process)"


def spent(work: Callable[[], object]) -> Spent:
    wall, own = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - own)


def tables() -> list[str]:
    labels = ("accounts", "families", "students", "billing")
    found = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return [model._meta.db_table for model in found if not model._meta.proxy]


def copy_bare() -> None:
    for table in tables():
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE bare AS SELECT * FROM {table} LIMIT 0")
        copy = _copy_in_postgresql if connection.vendor == "postgresql" else _copy_in_sqlite
        copy(table)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bare")


def _copy_in_postgresql(table: str) -> None:
    with closing(connection.copy()) as second, second.cursor() as into, connection.cursor() as out_of:
        reading = out_of.connection.cursor().copy(f"COPY {table} TO STDOUT")
        writing = into.connection.cursor().copy("COPY bare FROM STDIN")
        with reading as lines, writing as rows:
            for line in lines:
                rows.write(line)


def _copy_in_sqlite(table: str) -> None:
    with closing(
        sqlite3.connect(connection.settings_dict["NAME"])
    ) as second:  # plain values, as they are kept
        out_of = second.execute(f"SELECT * FROM {table}")
        marks = ", ".join("?" for _column in out_of.description)
        with transaction.atomic(), connection.cursor() as into:
            while rows := out_of.fetchmany(CHUNK):
                into.connection.executemany(f"INSERT INTO bare VALUES ({marks})", rows)


def main(families: int) -> None:
    from imuse import demonstration

    call_command("migrate", verbosity=0)
    written: dict[str, int] = {}
    populating = spent(lambda: written.update(demonstration.populate(families)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    floor = spent(copy_bare)
    sys.stdout.writelines(f"{number:>12,} {model}\n" for model, number in written.items())
    sys.stdout.write(
        f"{sum(written.values()):>12,} rows in {populating}, at most {peak} MiB of memory\n"
        f"Floor: {floor}. Ratio: {populating.seconds / floor.seconds:.1f}\n"
        f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    django.setup()
    main(int(sys.argv[1]))
