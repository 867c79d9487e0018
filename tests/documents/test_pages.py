"""«Documents fournis»: what a family reads, gives and takes back; and that it reads nobody else's."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents import files
from documents.models import Document
from tests.billing.test_pages import rows, words
from tests.factories import make_family, make_guardian, make_place
from tests.factories.documents import a_scan, make_document, make_kind, sent_file

pytestmark = pytest.mark.django_db
FAMILY = "/famille/documents"
Status = Document.Status


def of_student(student) -> str:
    return f"/eleves/{student.pk}/documents"


def read(client, path: str = FAMILY) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def told(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def give(client, kind, path: str = FAMILY, **facts):
    return client.post(path, {"document": kind.pk, "file": sent_file()} | facts)


def test_line_before_and_after(enter, proof) -> None:
    assert rows(read(enter)) == [
        [
            "Justificatif de domicile Obligatoire.",
            "-",
            "-",
            "-",
            "-",
            "À fournir Importer : Justificatif de domicile",
            "",
            "",
        ]
    ]
    answer = give(enter, proof)
    assert (answer.status_code, answer["Location"]) == (302, FAMILY)
    assert told(answer) == [
        "«\u00a0Justificatif de domicile\u00a0» est importé. Il est en attente de validation."
    ]
    (row,) = rows(read(enter))
    assert (row[1], row[4], row[5]) == (
        "assurance.jpg",
        Document.objects.get().megabytes,
        "En attente de validation Remplacer : Justificatif de domicile",
    )
    assert (row[6][:9], row[7][:9]) == ("Consulter", "Supprimer")


def test_row_s_own_document_is_chosen_beforehand_else_the_first_that_misses(enter, gounod, family) -> None:
    kinds = [make_kind(gounod, name, order=order) for order, name in enumerate(["Avis", "Photo", "RIB"])]
    make_document(kinds[0], family)
    chosen = {
        asked: enter.get(f"{FAMILY}{asked}").context["form"]["document"].value()
        for asked in ("", f"?document={kinds[2].pk}", "?document=zéro")
    }
    assert chosen == {
        "": str(kinds[1].pk),
        f"?document={kinds[2].pk}": str(kinds[2].pk),
        "?document=zéro": str(kinds[1].pk),
    }


def test_formats_are_said_before_choosing(enter, proof) -> None:
    page = read(enter)
    assert "JPEG, JPG, PNG, PDF - 2 Mo maximum" in words(page)
    assert re.search(r'<input [^>]*accept="image/jpeg,image/png,image/heic[^"]+application/pdf"', page)


BAD = SimpleUploadedFile("lettre.txt", b"Bonjour", "text/plain")


def test_what_is_wrong_with_a_file_is_told_at_its_field(enter, gounod, proof) -> None:
    second = make_kind(gounod, "Photo")
    answer = give(enter, second, file=BAD)
    form = answer.context["form"]
    assert (list(form.errors), form["document"].value()) == (["file"], str(second.pk))
    assert not Document.objects.exists()
    assert give(enter, second, file="").context["form"].errors == {"file": ["Choisissez un fichier."]}


def test_document_of_elsewhere_is_not_taken(enter, proof, xenakis_site, gounod) -> None:
    brought = make_kind(gounod, "Frais", in_person=True)
    for kind in (make_kind(xenakis_site), brought):
        assert give(enter, kind).context["form"].errors == {
            "document": ["Choisissez un document de la liste."]
        }


def test_script_is_answered_in_its_own_way(enter, proof) -> None:
    asked = {"HTTP_ACCEPT": "application/json"}
    answer = enter.post(FAMILY, {"document": proof.pk, "file": BAD}, **asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (200, ["file"])
    answer = enter.post(FAMILY, {"document": proof.pk, "file": sent_file()}, **asked)
    assert (answer.status_code, answer.json()) == (200, {"location": FAMILY})
    assert "est importé" in words(read(enter))


def test_kind_that_is_closed_meanwhile_is_told(enter, proof, monkeypatch) -> None:
    monkeypatch.setattr("documents.lines.Line.may_import", property(lambda _line: True))
    proof.is_active = False
    proof.save()
    make_document(proof, proof.site.families.get())
    answer = give(enter, proof)
    assert answer.context["form"].errors == {"document": ["Ce document n’est plus demandé."]}


def test_store_that_is_down_is_told_at_the_file(enter, gounod, proof, store_down) -> None:
    store_down()
    second = make_kind(gounod, "Photo")
    form = give(enter, second).context["form"]
    assert (list(form.errors), form["document"].value()) == (["file"], str(second.pk))
    assert "réessayez dans quelques minutes" in str(form.errors)
    assert not Document.objects.exists()


def test_not_concerned_is_said_once(enter, gounod) -> None:
    mandate = make_kind(gounod, "RIB", condition="En cas de prélèvement")
    said = [told(enter.post(FAMILY, {"not_concerned": mandate.pk}))[-1] for _each in range(2)]
    assert said == [
        "«\u00a0RIB\u00a0»\u00a0: votre réponse est envoyée, l’établissement la confirmera.",
        "Ce document a déjà une réponse\u00a0: la voici.",
    ]
    assert "Non concerné, en attente de validation" in rows(read(enter))[0][5]


def test_not_concerned_is_said_of_what_is_brought_too(enter, gounod) -> None:
    deposit = make_kind(gounod, "Chèque de caution", condition="En cas de location", in_person=True)
    row = rows(read(enter))[0][5]
    assert ("À remettre sur place" in row, "Non concerné" in row, "Importer" in row) == (True, True, False)
    enter.post(FAMILY, {"not_concerned": deposit.pk})
    assert "Non concerné, en attente de validation" in rows(read(enter))[0][5]


@pytest.mark.parametrize(
    "former",
    [
        {"status": Status.VALIDATED, "valid_until": date(2020, 1, 1), "answer": "not_concerned"},
        {"status": Status.VALIDATED, "valid_until": date(2020, 1, 1)},
        {"status": Status.REFUSED, "reason": "Ce n’est pas le document demandé."},
    ],
)
def test_not_concerned_is_said_of_what_expired_or_was_refused(enter, gounod, family, former) -> None:
    mandate = make_kind(gounod, "RIB", condition="En cas de prélèvement")
    make_document(mandate, family, **former)
    enter.post(FAMILY, {"not_concerned": mandate.pk})
    assert "Non concerné, en attente de validation" in rows(read(enter))[0][5]


def test_supprimer_asks_once_more(enter, waiting) -> None:
    address = f"/documents/{waiting.pk}/supprimer"
    assert "assurance.jpg" in words(read(enter, address))
    assert enter.post(address)["Location"] == FAMILY
    waiting.refresh_from_db()
    assert waiting.status == Status.REMOVED
    assert enter.get(address).status_code == 404


@pytest.mark.parametrize(
    ("former", "told"),
    [
        (None, "Le document sera de nouveau à fournir."),
        (date(2020, 1, 1), "Le document sera de nouveau à fournir."),
        (date(2100, 1, 1), "reste validé."),
    ],
)
def test_supprimer_says_what_counts_afterwards(enter, proof, family, former, told) -> None:
    if former:
        make_document(proof, family, status=Status.VALIDATED, valid_until=former)
    address = f"/documents/{make_document(proof, family).pk}/supprimer"
    assert re.search(r"pour de bon\. (.*) Supprimer Annuler", words(read(enter, address)))[1].endswith(told)


def test_validated_meanwhile_it_is_not_removed(enter, proof, family, lea, insurance) -> None:
    valid = make_document(insurance, family, student=lea, status=Status.VALIDATED)
    answer = enter.post(f"/documents/{valid.pk}/supprimer")
    assert answer["Location"] == of_student(lea)
    assert told(answer) == ["Ce document est validé\u00a0: il peut être remplacé, plus supprimé."]


def test_file_leaves_as_what_it_is_and_runs_nowhere(enter, waiting, proof, gounod, family) -> None:
    answer = enter.get(f"/documents/{waiting.pk}")
    assert answer.content == files.read(waiting.path)
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": 'inline; filename="assurance.jpg"',
        "Cache-Control": "private, no-store",
    }
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_pdf_is_handed_over_under_its_name(enter, family, gounod) -> None:
    document = make_document(make_kind(gounod), family)
    file = a_scan("avis d’impôt.pdf")
    document.take(file, files.keep(file))
    document.save()
    answer = enter.get(f"/documents/{document.pk}")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''avis%20d%E2%80%99imp%C3%B4t.pdf"


def test_file_that_is_gone_is_no_page(enter, waiting, caplog) -> None:
    default_storage.delete(waiting.path)
    assert enter.get(f"/documents/{waiting.pk}").status_code == 404
    assert "is not in the store" in caplog.text
    Document.objects.filter(pk=waiting.pk).update(path="", file_deleted_at=waiting.sent_at)
    assert enter.get(f"/documents/{waiting.pk}").status_code == 404
    assert "Fichier supprimé le" in rows(read(enter))[0][6]


def test_blank_form_is_downloaded(enter, client, proof, xenakis) -> None:
    proof.take(a_scan("modele.pdf"), files.keep(a_scan("modele.pdf")))
    proof.save()
    assert "Modèle à remplir (PDF, " in words(read(enter))
    address = f"/documents/modeles/{proof.pk}"
    assert enter.get(address)["Content-Type"] == "application/pdf"
    assert client.enter(xenakis).get(address).status_code == 404


def test_student_s_tab_shows_the_family_s_documents_to_read(enter, lea, proof, insurance) -> None:
    page = read(enter, of_student(lea))
    assert [(row[0], len(row)) for row in rows(page)] == [
        ("Attestation d’assurance Obligatoire.", 8),
        ("Justificatif de domicile Obligatoire.", 7),
    ]
    answer = give(enter, insurance, f"{of_student(lea)}?de=famille&document=1")
    assert answer["Location"] == f"{of_student(lea)}?de=famille"
    assert Document.objects.get().student == lea


def test_nothing_asked_says_so(enter, lea) -> None:
    assert "Aucun document n’est demandé à la famille." in words(read(enter))
    assert "Aucun document n’est demandé pour cet élève." in words(read(enter, of_student(lea)))


def test_other_household_reads_the_state_alone(client, enter, lea, insurance, family, petit) -> None:
    other = make_family(lea.person.site, "Petit")
    make_guardian(other, "Maud", petit)
    make_place(lea, other, pays=False)
    given = make_document(insurance, family, student=lea, status=Status.VALIDATED)
    client.enter(petit)
    (row,) = rows(read(client, of_student(lea)))
    assert row[1:5] == ["-", "-", "-", "-"]
    assert row[5].startswith("Validé donné par l’autre foyer")
    assert client.get(f"/documents/{given.pk}").status_code == 404
    assert client.get(f"/documents/{given.pk}/supprimer").status_code == 404


def test_refusal_is_told_with_its_reason(enter, proof, family) -> None:
    make_document(proof, family, status=Status.REFUSED, reason="La date n’est pas lisible.")
    assert "« La date n’est pas lisible. »" in rows(read(enter))[0][5]


def test_validated_one_stands_beside_its_successor(enter, proof, family) -> None:
    make_document(proof, family, status=Status.VALIDATED)
    make_document(proof, family)
    assert "reste validé. Le consulter" in rows(read(enter))[0][5]


def home(client) -> list[tuple[str, str, str]]:
    lines = client.get("/accueil").context["waiting"]
    return [(line.shape, str(line.title), str(line.due)) for line in lines if "/documents" in line.url]


def test_home_says_what_is_to_give(enter, gounod, proof, insurance, family, lea) -> None:
    for name in ("Photo", "RIB", "Livret"):
        make_kind(gounod, name)
    make_kind(gounod, "Frais", in_person=True)
    make_document(insurance, family, student=lea, status=Status.REFUSED, reason="Floue.")
    assert home(enter) == [
        ("refused", "Refusé\u00a0: Attestation d’assurance, Léa", "à remplacer"),
        ("todo", "4 documents à fournir", ""),
    ]


def test_home_says_what_ends_soon(enter, proof, family) -> None:
    until = timezone.localdate() + timedelta(days=10)
    make_document(proof, family, status=Status.VALIDATED, valid_until=until)
    ((shape, title, due),) = home(enter)
    assert (shape, title, due[:17]) == (
        "todo",
        "À renouveler\u00a0: Justificatif de domicile",
        "valable jusqu’au ",
    )


@pytest.mark.parametrize("several", [1, 3])
def test_page_asks_as_much_for_three(enter, gounod, family, several, django_assert_num_queries) -> None:
    for number in range(several):
        make_document(make_kind(gounod, f"Avis {number}"), family)
    # session, account, footer; names for the menu; family, its guardians; students; kinds, their departments, what was given
    with django_assert_num_queries(10):
        assert len(rows(read(enter))) == several
