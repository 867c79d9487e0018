"""The office: the queue with the file beside the decision, the desk, what a school asks for; and what others may not."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.roles import Role
from documents import files
from documents.models import Document, DocumentLook, DocumentType
from students.models import Department
from tests.billing.test_pages import words
from tests.factories import make_staff
from tests.factories.documents import a_scan, make_document, make_kind, sent_file
from tests.office_pages import errors, rows, saved, sent

pytestmark = pytest.mark.django_db
QUEUE = "/gestion/documents/document/"
KINDS = "/gestion/documents/documenttype/"
Status = Document.Status


def address(document) -> str:
    return f"{QUEUE}{document.pk}/change/"


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def decide(client, document, decision="validate", **answers):
    form = client.get(address(document)).context["review"].form
    shown = {name: form[name].value() or "" for name in form.fields}
    return client.post(address(document), {**shown, "decision": decision, **answers})


@pytest.fixture
def second(gounod, family, lea, insurance, moreau) -> Document:
    return make_document(insurance, family, student=lea, sent_by=moreau)


def test_next_comes_after_next(desk, waiting, second) -> None:
    answer = decide(desk, waiting)
    assert (saved(answer), told(answer)) == (
        address(second),
        ["Justificatif de domicile · Moreau\u00a0: validé."],
    )
    answer = decide(desk, second, "refuse", usual="0", words="Merci.")
    assert saved(answer) == QUEUE
    second.refresh_from_db()
    assert (second.status, second.reason) == (
        Status.REFUSED,
        "La date n’est pas lisible\u00a0: merci d’envoyer la page entière. Merci.",
    )


def test_family_reads_a_usual_reason_in_its_school_s_language(desk, waiting, settings) -> None:
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    decide(desk, waiting, "refuse", usual="4")
    waiting.refresh_from_db()
    assert waiting.reason == "Il manque une page."


def test_end_is_proposed_and_may_be_changed(desk, second) -> None:
    proposed = desk.get(address(second)).context["review"].form["valid_until"].value()
    assert proposed == second.type.valid_until(timezone.localdate(second.sent_at))
    saved(decide(desk, second, valid_until="2031-02-03"))
    second.refresh_from_db()
    assert str(second.valid_until) == "2031-02-03"


def test_refusal_without_a_reason_is_shown_again(desk, waiting) -> None:
    answer = decide(desk, waiting, "refuse")
    assert "Dites à la famille pourquoi" in words(answer.content.decode())
    assert "valid_until" in answer.context["review"].form.data
    assert decide(desk, waiting, valid_until="hier").status_code == 200


def test_end_that_is_past_deletes_no_file(desk, waiting) -> None:
    """A year typed wrong."""
    answer = decide(desk, waiting, valid_until="2020-01-01")
    assert list(answer.context["review"].form.errors) == ["valid_until"]
    waiting.refresh_from_db()
    assert (waiting.status, waiting.has_file) == (Status.WAITING, True)


def test_second_who_clicks_reads_who_was_first(desk, waiting, administrator) -> None:
    other = type(desk)().enter(administrator)
    form = {"decision": "validate", "valid_until": ""}
    saved(other.post(address(waiting), form))
    page = words(desk.post(address(waiting), form).content.decode())
    assert "déjà décidé (validé), par Vasseur" in page
    assert "Décidé par" in page


def test_file_stands_beside_the_decision_a_page_at_a_time(desk, waiting) -> None:
    file = a_scan(pages=3)
    waiting.take(file, files.keep(file))
    waiting.save()
    page = desk.get(f"{address(waiting)}?page=2").content.decode()
    assert f"/gestion/documents/{waiting.pk}/page-2.jpg" in page
    assert [f"?page={number}" in page for number in (1, 3, 4)] == [True, True, False]
    assert re.search(r'<a href="[^"]+/page-2\.jpg">Ouvrir en grand</a>', page)
    assert "/page-1.jpg" in desk.get(f"{address(waiting)}?page=9").content.decode()


def test_each_look_leaves_a_trace(desk, waiting, office) -> None:
    picture = desk.get(f"/gestion/documents/{waiting.pk}/page-1.jpg")
    assert (picture["Content-Type"], picture.content[:2]) == ("image/jpeg", b"\xff\xd8")
    whole = desk.get(f"/gestion/documents/{waiting.pk}/fichier")
    assert whole.content == files.read(waiting.path)
    looks = DocumentLook.objects.order_by("pk").values_list("user", "document", "page", "address")
    assert list(looks) == [
        (office.pk, waiting.pk, 1, "127.0.0.1"),
        (office.pk, waiting.pk, None, "127.0.0.1"),
    ]
    assert "Page 1 regardée" in words(desk.get(address(waiting)).content.decode())


@pytest.mark.parametrize("number", [0, 2, 99_999, 10**20])
def test_page_that_is_not_there_leaves_no_trace(desk, waiting, number) -> None:
    assert desk.get(f"/gestion/documents/{waiting.pk}/page-{number}.jpg").status_code == 404
    assert not DocumentLook.objects.exists()


@pytest.mark.parametrize("what", ["page-1.jpg", "fichier"])
def test_store_that_is_down_is_no_missing_file(desk, waiting, store_down, what) -> None:
    desk.raise_request_exception = False
    store_down()
    assert desk.get(f"/gestion/documents/{waiting.pk}/{what}").status_code == 503


def test_file_that_is_gone_is_no_picture(desk, waiting, caplog) -> None:
    default_storage.delete(waiting.path)
    assert desk.get(f"/gestion/documents/{waiting.pk}/page-1.jpg").status_code == 404
    assert "is not in the store" in caplog.text


def test_what_the_secretariat_may_not_open_it_does_not_decide(
    desk, waiting, proof, client, direction
) -> None:
    proof.open_to_secretariat = False
    proof.save()
    page = words(desk.get(address(waiting)).content.decode())
    assert "Ce fichier ne s’ouvre pas avec votre fonction" in page
    assert (waiting.file_name in page, "Donné : fichier" in page) == (False, True)
    assert desk.post(address(waiting), {"decision": "validate"}).status_code == 404
    assert desk.get(f"/gestion/documents/{waiting.pk}/fichier").status_code == 404
    assert (rows(desk.get(QUEUE)), desk.get("/gestion/").context["queues"]) == ([], [])
    assert rows(desk.get(f"{QUEUE}?etat=tous")) == [waiting]
    saved(decide(client.enter(direction), waiting))


@pytest.mark.parametrize(
    ("role", "to_secretariat", "to_regie", "may"),
    [
        (Role.SECRETARIAT, True, False, True),
        (Role.SECRETARIAT, False, True, False),
        (Role.REGIE, False, True, True),
        (Role.REGIE, True, False, False),
        (Role.DIRECTION, False, False, True),
        (Role.PEDAGOGIE, True, True, False),
    ],
)
def test_each_kind_says_who_opens_its_files(
    client, gounod, waiting, role, to_secretariat, to_regie, may
) -> None:
    DocumentType.objects.update(open_to_secretariat=to_secretariat, open_to_regie=to_regie)
    client.enter(make_staff("staff.gounod", gounod, role=role))
    files_of = [f"/gestion/documents/{waiting.pk}/{what}" for what in ("page-1.jpg", "fichier")]
    assert [client.get(path).status_code for path in files_of] == [200 if may else 404] * 2
    assert DocumentLook.objects.count() == (2 if may else 0)


def test_files_of_another_site_are_no_page_and_leave_no_trace(client, xenakis_site, waiting) -> None:
    client.enter(make_staff("direction.xenakis", xenakis_site, role=Role.DIRECTION))
    for what in ("page-1.jpg", "fichier"):
        assert client.get(f"/gestion/documents/{waiting.pk}/{what}").status_code == 404
    assert not DocumentLook.objects.exists()


def test_whose_it_is_begins_a_sentence(desk, waiting, second) -> None:
    told = [words(desk.get(address(document)).content.decode()) for document in (waiting, second)]
    assert "Famille Moreau. Donné le" in told[0]
    assert "Léa Moreau, famille Moreau. Donné le" in told[1]


def test_regie_does_its_part_and_no_other(client, regie, waiting, gounod, family) -> None:
    mandate = make_document(make_kind(gounod, "RIB", open_to_regie=True), family)
    client.enter(regie)
    assert rows(client.get(QUEUE)) == [mandate]
    assert client.get(address(waiting)).status_code == 404
    assert client.get(KINDS).status_code == 404
    saved(decide(client, mandate))


def test_list_shows_what_waits_unless_asked_otherwise(desk, waiting, second) -> None:
    saved(decide(desk, waiting))
    shown = {state: rows(desk.get(f"{QUEUE}{state}")) for state in ("", "?etat=valides", "?etat=refuses")}
    assert shown == {"": [second], "?etat=valides": [waiting], "?etat=refuses": []}


def test_front_page_says_how_many_wait(desk, waiting, second) -> None:
    queues = desk.get("/gestion/").context["queues"]
    assert [(str(queue.label), queue.url, queue.count) for queue in queues] == [
        ("Documents à valider", QUEUE, 2)
    ]


@pytest.mark.parametrize("several", [1, 3])
def test_queue_asks_as_much_for_three(desk, gounod, family, several, django_assert_num_queries) -> None:
    for number in range(several):
        make_document(make_kind(gounod, f"Avis {number}"), family)
    with django_assert_num_queries(10):
        assert len(rows(desk.get(QUEUE))) == several


def desk_of(family) -> str:
    return f"{QUEUE}add/?family={family.pk}"


def test_desk_takes_a_file_to_the_queue(desk, family, lea, insurance, proof, office) -> None:
    page = words(desk.get(desk_of(family)).content.decode())
    assert "Justificatif de domicile (À fournir)" in page
    answer = desk.post(desk_of(family), {"document": f"{insurance.pk}-{lea.pk}", "file": sent_file()})
    given = Document.objects.get()
    assert (saved(answer), given.student, given.sent_by) == (address(given), lea, office)


def test_desk_notes_what_is_brought(desk, family, gounod) -> None:
    fee = make_kind(gounod, "Frais de dossier", in_person=True)
    answer = desk.post(desk_of(family), {"document": f"{fee.pk}-0"})
    assert (answer["Location"], told(answer)) == (
        desk_of(family),
        ["Frais de dossier · Moreau\u00a0: remis."],
    )
    page = words(desk.get(desk_of(family)).content.decode())
    assert "Frais de dossier Remis" in page


def test_desk_asks_for_what_goes_together(desk, family, gounod, proof) -> None:
    fee = make_kind(gounod, "Frais de dossier", in_person=True)
    wrong = [
        desk.post(desk_of(family), form).context["desk"].form.errors
        for form in (
            {"document": f"{proof.pk}-0"},
            {"document": f"{fee.pk}-0", "file": sent_file()},
            {"document": "0-0"},
        )
    ]
    assert [list(each) for each in wrong] == [["file"], ["file"], ["document"]]
    assert not Document.objects.exists()


def test_desk_tells_a_store_that_is_down_at_the_file(desk, family, proof, store_down) -> None:
    store_down()
    answer = desk.post(desk_of(family), {"document": f"{proof.pk}-0", "file": sent_file()})
    assert list(answer.context["desk"].form.errors) == ["file"]


def test_desk_opens_from_a_student_s_page_for_the_family_that_pays(desk, family, lea) -> None:
    answer = desk.get(f"{QUEUE}add/?student={lea.pk}")
    assert answer.context["desk"].family == family
    assert desk.get(f"{QUEUE}add/?student=999999").status_code == 404


def test_desk_of_another_site_is_no_page(client, other_office, regie, family) -> None:
    for user in (other_office, regie):
        assert client.enter(user).get(desk_of(family)).status_code == 404


def test_pages_of_family_and_student_show_what_was_given(desk, family, lea, waiting, second) -> None:
    page = words(desk.get(f"/gestion/families/family/{family.pk}/change/").content.decode())
    assert "Justificatif de domicile" in page
    assert "Enregistrer un document reçu, voir ce qui manque" in page
    page = words(desk.get(f"/gestion/students/student/{lea.pk}/change/").content.decode())
    assert "Attestation d’assurance En attente de validation" in page
    assert desk.get(f"/gestion/students/student/{lea.pk}/delete/").status_code == 404


def add(client, **given):
    return client.post(f"{KINDS}add/", sent(client.get(f"{KINDS}add/")) | given)


def test_kind_is_made_with_its_blank_form(desk, gounod) -> None:
    saved(add(desk, name="Autorisation", of="student", blank=sent_file(a_scan("modele.pdf"))))
    kind = DocumentType.objects.get()
    assert (kind.site, kind.of, kind.file_name, kind.pages) == (gounod, "student", "modele.pdf", 2)
    assert desk.get(f"/gestion/documents/modeles/{kind.pk}").content == files.read(kind.path)


def test_blank_form_is_replaced_and_taken_away(desk, gounod, django_capture_on_commit_callbacks) -> None:
    saved(add(desk, name="Autorisation", blank=sent_file(a_scan())))
    kind = DocumentType.objects.get()
    page, former = f"{KINDS}{kind.pk}/change/", kind.path
    with django_capture_on_commit_callbacks(execute=True):
        saved(desk.post(page, sent(desk.get(page)) | {"blank": sent_file()}))
    kind.refresh_from_db()
    assert (kind.format, default_storage.exists(former)) == ("JPEG", False)
    with django_capture_on_commit_callbacks(execute=True):
        saved(desk.post(page, sent(desk.get(page)) | {"without_blank": "on"}))
    kind.refresh_from_db()
    assert (kind.path, kind.size) == ("", 0)


def test_what_is_wrong_with_a_kind_is_told_at_its_field(desk, proof) -> None:
    assert list(errors(add(desk, name="justificatif de domicile"))) == ["name"]
    assert list(errors(add(desk, name="Photo", kept_months="3"))) == ["kept_months"]
    text = SimpleUploadedFile("modele.txt", b"Bonjour", "text/plain")
    assert list(errors(add(desk, name="Photo", blank=text))) == ["blank"]


def test_what_families_gave_keeps_its_kind(desk, waiting, proof) -> None:
    assert desk.get(f"{KINDS}{proof.pk}/delete/").status_code == 404
    assert desk.get(f"{KINDS}{make_kind(proof.site, 'Photo').pk}/delete/").status_code == 200


def test_departments_are_chosen_among_the_site_s(desk, gounod, xenakis_site, family) -> None:
    own = Department.objects.create(site=gounod, name="Danse")
    Department.objects.create(site=xenakis_site, name="Cordes")
    saved(add(desk, name="Certificat", departments=[str(own.pk)]))
    assert list(DocumentType.objects.get().departments.all()) == [own]
    form = desk.get(f"{KINDS}add/").context["adminform"].form
    assert [str(label) for _value, label in form.fields["departments"].choices] == ["Danse"]
