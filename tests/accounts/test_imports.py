"""A file on its way: sent, shown, confirmed, written; and what happens on the way."""

from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command, load_command_class
from django.db import OperationalError, connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.imports import mending, verbs, work, writing
from accounts.models import Import, Trace
from families.models import Family, Guardian
from imuse import spreadsheets
from imuse.importing import kinds
from imuse.policies import Denied
from tests.factories import make_family, make_guardian

pytestmark = pytest.mark.django_db
Status = Import.Status
HEAD = "Référence famille;Rang;Nom;Prénom;Mobile\n"
TWO = HEAD + "F-1;1;Roux;Ana;06 39 98 00 01\nF-2;1;Petit;Léo;\n"


@pytest.fixture
def sent(gounod, office):
    def send(text: str = TWO) -> Import:
        file = BytesIO(text.encode())
        row = verbs.send(file, name="familles.csv", kind=kinds.named("families"), site=gounod, by=office)
        return worked(row)

    return send


def worked(row: Import) -> Import:
    """As far as the worker goes with it."""
    work.work_on.call(row.pk)
    return Import.objects.get(pk=row.pk)


def imported(row: Import, by) -> Import:
    return worked(verbs.confirm(row, by=by))


def told(row: Import) -> list:
    return [(part.key, part.action, part.told, part.faults) for part in row.parts.order_by("place")]


def test_preview_writes_nothing_and_tells_all(sent) -> None:
    row = sent()
    assert (row.status, row.created, row.changed, row.kept, row.lines) == (Status.READY, 2, 0, 0, 2)
    who = ["Responsable 1", "Nom", "", "Petit"], ["Responsable 1", "Prénom", "", "Léo"]
    assert told(row)[1] == ("F-2", "created", [["Famille", "Nom de la famille", "", "Petit"], *who], [])
    assert not Family.objects.exists()


def test_import_writes_what_was_shown_and_forgets_the_file(sent, office) -> None:
    row = imported(sent(), office)
    assert (row.status, row.confirmed_by, row.path, row.parts.count()) == (Status.DONE, office, "", 0)
    assert sorted(map(str, Family.objects.all())) == ["Petit (F-2)", "Roux (F-1)"]
    assert default_storage.listdir(verbs.FOLDER)[1] == []


def test_writing_asks_as_much_for_twenty(sent, office) -> None:
    """Rows and their traces are written by the hundred."""
    asked = []
    for school, families in [("A", 2), ("B", 20)]:
        text = HEAD + "".join(f"F-{school}{number};1;Roux;Ana;\n" for number in range(families))
        row = sent(text)
        with CaptureQueriesContext(connection) as queries:
            imported(row, office)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_again_is_no_change(sent, office) -> None:
    imported(sent(), office)
    row = sent()
    assert (row.status, row.kept) == (Status.READY, 2)
    with pytest.raises(Denied, match="ne change rien"):
        verbs.confirm(row, by=office)


def test_change_is_told_field_by_field(sent, office) -> None:
    imported(sent(), office)
    row = sent(TWO.replace("00 01", "00 02").replace("Léo", ""))
    assert told(row) == [
        ("F-1", "changed", [["Responsable 1", "Mobile", "06 39 98 00 01", "06 39 98 00 02"]], []),
        ("F-2", "changed", [["Responsable 1", "Prénom", "Léo", ""]], []),
    ]
    imported(row, office)
    assert list(Guardian.objects.order_by("pk").values_list("mobile", "person__first_name")) == [
        ("+33639980002", "Ana"),
        ("", ""),
    ]


def test_nothing_unless_all_is_right_and_the_file_to_mend_comes_back(sent, office) -> None:
    row = sent(TWO.replace("Petit", "").replace("06 39 98 00 01", "06"))
    assert (row.status, row.wrong, row.created) == (Status.WRONG, 2, 0)
    with pytest.raises(Denied):
        verbs.confirm(row, by=office)
    lines = list(mending.lines(row))
    assert mending.head(row) == ["Erreur", "Référence famille", "Rang", "Nom", "Prénom", "Mobile"]
    assert [line[1:] for line in lines] == [["F-1", "1", "Roux", "Ana", "06"], ["F-2", "1", "", "Léo"]]
    assert lines[0][0].startswith("Mobile\u00a0: Ce numéro a 2 chiffres")
    assert lines[1][0] == "Nom\u00a0: Cette case est obligatoire."
    lines[0][5], lines[1][3] = "", "Petit"
    mended = "".join(spreadsheets.csv_lines(mending.head(row), lines))
    assert imported(sent(mended), office).status == Status.DONE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "pas de ligne|Il manque"),
        (HEAD, "n’a pas de ligne"),
        (HEAD.replace("Mobile", "Portable") + "x", "« Portable »"),
        (HEAD.replace("Prénom", "Nom") + "x", "deux fois"),
        (HEAD.replace("Nom;", "") + "x", "Il manque à ce fichier : Nom"),
    ],
)
def test_file_that_is_not_what_it_should_be_is_refused(sent, text, words) -> None:
    row = sent(text)
    assert row.status == Status.WRONG
    pattern = [
        word.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
        for word in words.split("|")
    ]
    assert any(each in row.refusal for each in pattern), row.refusal


def test_reference_that_comes_again_further_down_is_told(sent) -> None:
    row = sent(TWO + "F-1;2;Roux;Tom;\n")
    assert (row.status, row.wrong) == (Status.WRONG, 1)
    assert "F-1\u00a0» est déjà ligne 2" in told(row)[2][3][0][1]


def test_preview_that_is_stale_is_made_again(sent, office, gounod) -> None:
    row = sent()
    make_guardian(make_family(gounod, "Roux", reference="F-1"), "Ana")
    row = imported(row, office)
    assert (row.status, row.is_stale, row.created, row.changed) == (Status.READY, True, 1, 1)
    assert Family.objects.count() == 1
    assert imported(row, office).status == Status.DONE


def test_of_two_who_import_the_same_the_second_is_told(sent, office, administrator) -> None:
    first, second = verbs.confirm(sent(), by=office), verbs.confirm(sent(), by=administrator)
    assert worked(first).status == Status.DONE
    second = worked(second)
    assert (second.status, second.is_stale, second.kept) == (Status.READY, True, 2)


def test_who_listens_for_saved_rows_hears_of_each(sent, office) -> None:
    heard = []

    def hear(instance, created, **_facts) -> None:
        heard.append((str(instance), created))

    post_save.connect(hear, sender=Guardian)
    try:
        imported(sent(), office)
        imported(sent(TWO.replace("00 01", "00 02")), office)
    finally:
        post_save.disconnect(hear, sender=Guardian)
    assert heard == [("Ana Roux", True), ("Léo Petit", True), ("Ana Roux", False)]


def test_trail_names_who_confirmed(sent, office) -> None:
    """The worker's hand, and their word."""
    imported(sent(), office)
    imported(sent(TWO.replace("00 01", "00 02")), office)
    traces = Trace.objects.filter(kind__in=["families.family", "families.guardian", "families.person"])
    assert set(traces.values_list("act", "user")) == {
        (Trace.Act.ADDED, office.pk),
        (Trace.Act.CHANGED, office.pk),
    }


def test_change_between_two_batches_stops_the_writing(sent, office, gounod, monkeypatch) -> None:
    monkeypatch.setattr(writing, "WRITTEN_AT_ONCE", 1)
    row = verbs.confirm(sent(), by=office)
    writing.check(row, is_time_up=lambda: False, told=lambda _lines: None)
    writing.write(row, is_time_up=lambda: True, told=lambda _lines: None)
    assert list(Family.objects.values_list("reference", flat=True)) == ["F-1"]
    make_family(gounod, "Petit", reference="F-2")
    work.hand_on(row)
    row = worked(row)
    assert (row.status, row.is_stale, row.kept, row.changed) == (Status.READY, True, 1, 1)


@pytest.mark.parametrize("step", ["reading", "checking", "writing"])
def test_slice_is_handed_on(sent, office, monkeypatch, step) -> None:
    """Each batch a slice, as with a file that takes long."""
    monkeypatch.setattr("accounts.imports.staging.BATCH", 1)
    monkeypatch.setattr(writing, "CHECKED_AT_ONCE", 1)
    monkeypatch.setattr(writing, "WRITTEN_AT_ONCE", 1)
    monkeypatch.setattr(work, "SLICE", timezone.timedelta())
    row = sent()
    for _slice in range(20):
        row = worked(row)
        if row.is_ready:
            row = verbs.confirm(row, by=office)
    assert (row.status, row.created, Family.objects.count()) == (Status.DONE, 2, 2)


def test_second_worker_finds_nothing_to_do(sent, office) -> None:
    row = verbs.confirm(sent(), by=office)
    assert work.take(row.pk) is not None
    assert work.take(row.pk) is None


def test_whose_worker_was_killed_is_queued_again_once(sent, office) -> None:
    row = verbs.confirm(sent(), by=office)
    assert verbs.sweep() == 0
    Import.objects.update(lease=timezone.now() - 2 * Import.LEASE)
    before = DBTaskResult.objects.count()
    assert (verbs.sweep(), verbs.sweep(), DBTaskResult.objects.count()) == (1, 0, before + 1)
    assert worked(row).status == Status.DONE


def test_database_that_is_down_is_waited_for_and_a_fault_is_told(sent, office, monkeypatch) -> None:
    row = verbs.confirm(sent(), by=office)
    monkeypatch.setitem(work.STEPS, Status.CHECKING, fails(OperationalError))
    assert worked(row).status == Status.CHECKING
    Import.objects.update(lease=timezone.now())
    monkeypatch.setitem(work.STEPS, Status.CHECKING, fails(ZeroDivisionError))
    assert worked(row).status == Status.FAILED


def fails(fault: type[Exception]):
    def step(*_args, **_options) -> None:
        raise fault

    return step


def test_given_up_is_forgotten_and_an_old_one_swept(sent, office) -> None:
    row = verbs.cancel(sent())
    verbs.forget_file(row)
    assert (row.status, default_storage.listdir(verbs.FOLDER)[1]) == (Status.CANCELLED, [])
    with pytest.raises(Denied):
        verbs.cancel(row)
    wrong = verbs.cancel(sent(HEAD))
    assert wrong.status == Status.CANCELLED
    assert worked(row).status == Status.CANCELLED
    assert verbs.purge() == 0
    Import.objects.update(sent_at=timezone.now() - 2 * Import.KEPT)
    assert (verbs.purge(), Import.objects.count()) == (2, 0)


def test_store_that_is_down_is_told_at_the_field(client, office, gounod, store_down) -> None:
    store_down()
    upload = {"site": gounod.pk, "file": SimpleUploadedFile("familles.csv", TWO.encode())}
    page = client.enter(office).post(reverse("import_kind", args=["families"]), upload)
    assert "ne peuvent pas être gardés" in page.context["form"].errors["file"][0]
    assert not Import.objects.exists()


# The pages


def test_pages_lead_from_the_file_to_its_end(client, office, gounod) -> None:
    client.enter(office)
    upload = {"site": gounod.pk, "file": SimpleUploadedFile("familles.csv", TWO.encode())}
    page = client.post(reverse("import_kind", args=["families"]), upload)
    row = Import.objects.get()
    assert page["Location"] == reverse("import", args=[row.pk])
    assert 'http-equiv="refresh"' in client.get(page["Location"]).content.decode()
    assert 'http-equiv="refresh"' not in client.get(page["Location"], {"arret": ""}).content.decode()
    worked(row)
    shown = client.get(page["Location"]).content.decode()
    assert [words in shown for words in ("Petit", "F-2", 'http-equiv="refresh"')] == [True, True, False]
    client.post(reverse("import_act", args=[row.pk, "importer"]))
    assert "Vérification" in client.get(page["Location"]).content.decode()
    worked(row)
    assert "Créés\u00a0: 2." in client.get(page["Location"]).content.decode()
    assert "familles.csv" in client.get(reverse("imports")).content.decode()


def test_page_asks_as_much_for_three(client, office, sent, django_assert_num_queries) -> None:
    client.enter(office)
    for text in (HEAD + "F-1;1;Roux;Ana;", TWO + "F-3;1;Blanc;Zoé;"):
        row = sent(text)
        with django_assert_num_queries(7):
            client.get(reverse("import", args=[row.pk]))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_is_read_back_without_a_change(client, office, sent, gounod, ending) -> None:
    imported(sent(), office)
    Guardian.objects.filter(person__last_name="Roux").update(mobile="+41224183500", address_1="=1+1")
    answer = client.enter(office).get(reverse("export_kind", args=["families", gounod.pk, ending]))
    content = b"".join(answer.streaming_content)
    file = BytesIO(content)
    row = worked(verbs.send(file, name="x", kind=kinds.named("families"), site=gounod, by=office))
    assert (row.status, row.kept, row.refusal) == (Status.READY, 2, "")


def test_file_that_is_wrong_is_given_up_on_its_page(client, office, sent) -> None:
    row = sent(TWO.replace("Petit", ""))
    shown = client.enter(office).get(reverse("import", args=[row.pk])).content.decode()
    assert [f">{words}<" in shown for words in ("Importer", "Abandonner")] == [False, True]
    client.post(reverse("import_act", args=[row.pk, "abandonner"]))
    row.refresh_from_db()
    assert row.status == Status.CANCELLED


# At the terminal


def command(path, **options) -> str:
    out = StringIO()
    facts = {"site": "Conservatoire Gounod", "by": "secretariat.gounod"}
    call_command("import_families", str(path), stdout=out, stderr=out, **(facts | options))
    return out.getvalue()


def test_command_imports_all_or_tells_what_is_wrong(gounod, office, tmp_path) -> None:
    file, errors = tmp_path / "familles.csv", tmp_path / "a-corriger.csv"
    file.write_text(TWO.replace("Petit", ""))
    with pytest.raises(CommandError, match="1 to create, 0 to change, 0 as they are, 1 wrong"):
        command(file, errors=errors)
    assert "obligatoire" in errors.read_text()
    file.write_text(TWO)
    assert command(file, dry_run=True) == "2 lines: 2 to create, 0 to change, 0 as they are\n"
    assert not Family.objects.exists()
    assert command(file).endswith("Imported.\n")
    assert command(file) == "2 lines: 0 to create, 0 to change, 2 as they are\n"
    assert not Import.objects.filter(path__gt="").exists()


def test_command_exports_what_it_reads_back(gounod, office, sent, tmp_path) -> None:
    imported(sent(), office)
    out, file = StringIO(), tmp_path / "familles.xlsx"
    call_command("export", "families", str(file), site="Conservatoire Gounod", stdout=out)
    assert out.getvalue() == f"2 lines in {file}\n"
    assert command(file) == "2 lines: 0 to create, 0 to change, 2 as they are\n"


def test_command_tells_its_columns() -> None:
    command = load_command_class("families", "import_families")
    told = " ".join(command.create_parser("manage.py", "import_families").format_help().split())
    assert "Référence famille* (Family reference), Nom de la famille (Family name)" in told


@pytest.mark.parametrize(
    "options", [{"site": "Ailleurs"}, {"by": "nobody"}, {"errors": "x.pdf"}, {"errors": "none/x.csv"}]
)
def test_command_says_what_it_does_not_know(gounod, office, tmp_path, options) -> None:
    from pathlib import Path

    options = {name: Path(value) if name == "errors" else value for name, value in options.items()}
    file = tmp_path / "x.csv"
    file.write_text(TWO)
    with pytest.raises(CommandError, match=r"There is no|give a name"):
        command(file, **options)
