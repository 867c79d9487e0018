"""What spreadsheets make of a school's file, and what people do: all of it read, or told."""

from datetime import date
from io import BytesIO
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from accounts.imports import mending, staging, verbs, work
from accounts.models import Import
from families.models import Family, Guardian
from imuse.importing import kinds
from students.models import Student
from tests.factories import make_family

pytestmark = pytest.mark.django_db
Status = Import.Status
FAMILIES = ["Référence famille", "Nom", "Prénom", "CP", "Mobile", "E-mail"]


@pytest.fixture
def send(gounod, office):
    def send(content: bytes, kind: str = "families") -> Import:
        row = verbs.send(BytesIO(content), name="x", kind=kinds.named(kind), site=gounod, by=office)
        work.work_on.call(row.pk)
        return Import.objects.get(pk=row.pk)

    return send


@pytest.fixture
def imported(send, office):
    def imported(content: bytes, kind: str = "families") -> None:
        row = send(content, kind)
        assert (row.status, faults(row), row.refusal) == (Status.READY, [], "")
        verbs.confirm(row, by=office)
        work.work_on.call(row.pk)

    return imported


def faults(row: Import) -> list[list]:
    return [fault for part in row.parts.order_by("place") for fault in part.faults]


def workbook(*rows: list, formats: dict[str, str] | None = None) -> bytes:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    for place, shown in (formats or {}).items():
        book.active[place].number_format = shown
    book.save(content)
    return content.getvalue()


def test_workbook_of_numbers_is_read_as_people_meant_it(imported) -> None:
    """References, postal codes and telephones that a spreadsheet took for numbers, and rows that are empty."""
    one = [2001.0, "Roux", "Ana", 1000, 639980001, None]
    two = [2002, "Petit", "Léo", 44000.0, "06.39.98.00.02", "leo@example.org"]
    imported(workbook(FAMILIES, [], one, [None, "  "], two, formats={"D3": "00000"}))
    found = Guardian.objects.order_by("pk").values_list("family__reference", "postal_code", "mobile")
    assert list(found) == [("2001", "01000", "+33639980001"), ("2002", "44000", "+33639980002")]


def test_workbook_of_dates_is_read(imported, gounod) -> None:
    make_family(gounod, reference="A")
    heads = ["Référence élève", "Référence famille", "Nom", "Date de naissance", "Autorisation de sortie"]
    imported(workbook(heads, [1.0, "A", "Roux", date(2015, 3, 14), True]), "students")
    student = Student.objects.get()
    assert (student.person.reference, student.person.birth_date) == ("1", date(2015, 3, 14))
    assert student.may_leave_alone is True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_table_is_read_whatever_wrote_it(imported, encoding, separator) -> None:
    rows = FAMILIES, ["F-1", "L’Hôte", "Zoé", "", "", ""], [], ["", "", "", "", "", ""]
    imported("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    assert str(Guardian.objects.get()) == "Zoé L’Hôte"


def test_row_that_comes_twice_is_told(send) -> None:
    head, row = ";".join(FAMILIES), "F-1;Roux;Ana;;;"
    assert faults(send("\n".join([head, row, row]).encode())) == [
        [3, "Cette ligne est deux fois dans le fichier."]
    ]
    apart = send("\n".join([head, row, "F-2;Petit;Léo;;;", row]).encode())
    assert faults(apart)[0][1].startswith("« F-1 » est déjà ligne 2.")
    assert not Family.objects.exists()


def test_cell_too_many_is_told_and_stays_in_the_file_to_mend(send) -> None:
    row = send(f"{';'.join(FAMILIES)}\nF-1;Roux;Ana;44000;;;3, rue des Lilas".encode())
    assert faults(row) == [[2, "« 3, rue des Lilas » n’est sous aucun titre."]]
    assert list(mending.lines(row)) == [
        [faults(row)[0][1], "F-1", "Roux", "Ana", "44000", "", "", "3, rue des Lilas"]
    ]


def test_slice_is_worth_the_way_to_where_it_begins(gounod, office, monkeypatch) -> None:
    """Which takes ten seconds on this clock; and so does each look at it."""
    monkeypatch.setattr(staging, "BATCH", 1)
    monkeypatch.setattr(staging, "monotonic", count(0, 10).__next__)
    file = BytesIO("\n".join([";".join(FAMILIES), "F-1;Roux", "F-2;Petit", "F-3;Blanc"]).encode())
    row = verbs.send(file, name="x", kind=kinds.named("families"), site=gounod, by=office)
    staging.stage(row, is_time_up=lambda: True, told=lambda _lines: None)
    assert (row.status, row.units) == (Status.READING, 2)


def test_fault_of_a_formula_is_no_name(send) -> None:
    row = send(workbook(FAMILIES, ["F-1", "#N/A"]))
    assert (row.status, row.refusal) == (Status.WRONG, "Ligne 2 : une formule ne donne que « #N/A ».")


def test_file_goes_to_a_school_of_ones_own_alone(client, office, xenakis_site) -> None:
    upload = {"site": xenakis_site.pk, "file": SimpleUploadedFile("familles.csv", b"Nom\nRoux")}
    page = client.enter(office).post(reverse("import_kind", args=["families"]), upload)
    assert list(page.context["form"].errors) == ["site"]
    assert not Import.objects.exists()
