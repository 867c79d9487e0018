"""A large population: the students of each family, and four years of courses with what is recorded of them."""

from collections import Counter

from django.utils import timezone

from accounts.models import Site
from families.models import Guardian
from imuse import bulk
from imuse.progress import bar
from students.population.schools import School
from students.population.students import write_students

BATCH = 500


def populate(families: int) -> Counter[str]:
    written: Counter[str] = Counter()
    first_guardians = Guardian.objects.filter(order=1).select_related("family", "person")
    with bar("Students", total=families, unit="families") as progress:
        for site in Site.objects.order_by("pk"):
            school = School(site, timezone.localdate())
            written += school.write()
            for guardians in bulk.in_batches(first_guardians.filter(family__site=site), BATCH):
                written += write_students(guardians, school)
                progress.update(len(guardians))
    return written
