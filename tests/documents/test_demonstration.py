"""The demonstration's documents: every state of SPEC 5.2, at the schools that its guides are of."""

import pytest

from documents import files, retention, telling
from documents.asked import Papers
from documents.models import Document
from families.models import Family
from imuse import demonstration
from students.models import Student

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(db) -> None:
    demonstration.fill()


def states_of(name: str) -> dict[str, str]:
    family = Family.objects.select_related("site").get(name=name)
    students = Student.objects.filter(memberships__family=family).order_by("pk")
    return {
        f"{line.kind.name} {line.student or ''}".strip(): str(line.state.words)
        for line in Papers(family, list(students)).all
    }


def test_each_school_asks_and_its_family_gave(filled) -> None:
    abolant = states_of("Abolant")
    assert abolant["Avis d’imposition"] == "Refusé"
    assert abolant["Attestation d’assurance Victor Abolant"] == "Validé"
    assert abolant["Attestation d’assurance Lou Abolant"] == "Expiré"
    assert abolant["Certificat médical Victor Abolant"] == "Non concerné, en attente de validation"
    assert states_of("Leroy")["Frais de dossier\u00a0: 20,00\u00a0€"] == "À remettre sur place"
    assert "Certificat médical d’aptitude à la danse Éléonore Leroy" not in states_of("Leroy")
    assert set(states_of("Dupont").values()) == {"À fournir", "À remettre sur place"}


def test_its_files_are_real(filled) -> None:
    for family in Family.objects.order_by("pk"):
        for document in family.documents.exclude(path=""):
            content = files.read(document.path)
            assert len(content) == document.size
            assert content.startswith(b"%PDF" if document.format == "PDF" else b"\xff\xd8")


def test_large_population_gave_documents_of_every_state(db) -> None:
    written = demonstration.populate(40)
    assert 2 < written["Document"] / 40 < 5
    waiting = Document.objects.waiting()
    assert waiting.exists()
    assert all(files.read(document.path)[1:4] == b"PNG" for document in waiting)
    assert not Document.objects.filter(status="validated").exclude(path="").exists()
    assert (retention.delete_due(), telling.tell_late()) == (0, 0)
