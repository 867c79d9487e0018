"""A large population's ledgers: some thirty invoices a family over nine years, nearly all paid."""

from collections import Counter

from django.utils import timezone

from accounts.models import Site, User
from billing.population.ledgers import School
from families.models import Guardian
from imuse import bulk
from imuse.progress import bar

BATCH = 200  # families: a batch is one transaction, and none lasts two seconds


def populate(families: int) -> Counter[str]:
    by = User.objects.get(identifier="gestion")
    written: Counter[str] = Counter()
    first_guardians = Guardian.objects.filter(order=1).select_related("family", "person")
    with bar("Ledgers", total=families, unit="families") as progress:
        for site in Site.objects.order_by("pk"):
            school = School(site, timezone.localdate(), by=by)
            for guardians in bulk.in_batches(first_guardians.filter(family__site=site), BATCH):
                written += school.write(guardians)
                progress.update(len(guardians))
            written += school.close()
    return written
