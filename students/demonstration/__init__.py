"""The demonstration's students, and what they follow, followed and played (SPEC 10)."""

from django.utils import timezone

from accounts.models import Site
from imuse import bulk
from students.demonstration.arts_visuels import SCHOOL as ARTS_VISUELS
from students.demonstration.conservatoire import SCHOOL as CONSERVATOIRE
from students.demonstration.ecole_nationale import SCHOOL as ECOLE_NATIONALE
from students.demonstration.gounod import SCHOOL as GOUNOD
from students.demonstration.pupils import MODELS, rows_of_pupil
from students.demonstration.schools import Teaching, fill_school
from students.demonstration.xenakis import SCHOOL as XENAKIS

SCHOOLS = [ARTS_VISUELS, GOUNOD, XENAKIS, ECOLE_NATIONALE, CONSERVATOIRE]


def fill() -> None:
    today = timezone.localdate()
    for school in SCHOOLS:
        site = Site.objects.get(name=school.site)
        teaching = Teaching(site, today)
        fill_school(teaching, school)
        rows = (row for pupil in school.pupils for row in rows_of_pupil(pupil, teaching))
        bulk.create_in_order(rows, MODELS)
