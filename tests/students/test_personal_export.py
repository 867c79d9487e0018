"""`export_personal_data`: all of one person, nothing of another."""

import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from imuse import personal_data, stored_files
from tests import household
from tests.factories import make_account, make_family, make_guardian, make_place
from tests.factories.documents import make_document, make_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(moreau, petit, office, gounod) -> dict:
    return {"moreau": moreau, "petit": petit, "office": office, "gounod": gounod}


ALL = [
    household.change,
    household.evaluation,
    household.absence,
    household.comment,
    household.payment,
    household.credit_note,
    household.reversal,
    household.titre,
    household.online_payment,
    household.document,
    household.reenrolment,
]


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "export.zip"


def told(path: Path) -> dict:
    with zipfile.ZipFile(path) as opened:
        return json.loads(opened.read("donnees.json"))


@pytest.fixture
def child(cast):
    """Of two households, which live apart."""
    child = household.student(cast)
    other = make_family(cast["gounod"], "Petit")
    make_guardian(other, "Maud", cast["petit"])
    make_place(child, other, pays=False, address_1="7 rue Secrète", emergency_name="Nadia")
    return child


def test_whose_every_model_with_personal_data_is_said() -> None:
    for app, room in personal_data.rooms():
        personal = {name for name, facts in room.INVENTORY.items() if any(facts.values())}
        assert personal <= set(room.WHOSE) <= set(room.INVENTORY), app


def test_nobody_has_no_rows(cast, child) -> None:
    """A null would find what belongs to nobody."""
    household.change(cast)
    from imuse.personal_export import Own, kinds

    own = Own(personal_data.Subject())
    assert {kind.label: list(own.found(kind)) for kind in kinds() if own.found(kind)} == {}


def test_guardian_gets_all_of_theirs_and_nothing_of_the_child(cast, child, path, capsys) -> None:
    for part in ALL:
        part(cast)
    call_command("export_personal_data", path, account="moreau1", site="Conservatoire Gounod")
    facts = told(path)
    assert facts["families.Person"][0]["first_name"] == "Luc"
    assert facts["accounts.User"][0]["identifier"] == "moreau1"
    assert "argon2" not in path.read_bytes().decode("latin-1")
    assert child.person.first_name not in json.dumps(facts, ensure_ascii=False)
    assert capsys.readouterr().out.startswith(f"{path}: ")


def test_child_of_two_households_is_shown_one(cast, child, path) -> None:
    with pytest.raises(CommandError, match="two households"):
        call_command("export_personal_data", path, person=child.person_id)
    assert not path.exists()
    reference = household.family(cast).reference
    call_command("export_personal_data", path, person=child.person_id, household=reference)
    text = json.dumps(told(path), ensure_ascii=False)
    assert child.person.first_name in text
    assert [words for words in ("Secrète", "Nadia", "Petit", "Maud", "Luc") if words in text] == []


def test_grown_up_asks_for_both(cast, child, path) -> None:
    call_command("export_personal_data", path, person=child.person_id, every_household=True)
    assert "7 rue Secrète" in json.dumps(told(path), ensure_ascii=False)
    assert len(told(path)["students.Membership"]) == 2


def test_files_are_beside(cast, child, path, capsys) -> None:
    own = household.family(cast)
    document = make_document(make_kind(cast["gounod"]), own)
    call_command("export_personal_data", path, account="moreau1", site="Conservatoire Gounod")
    with zipfile.ZipFile(path) as opened:
        assert opened.read(f"fichiers/{document.path}") == stored_files.read(document.path)
    assert path.stat().st_mode & 0o777 == 0o600
    stored_files.delete(document.path)
    path.unlink()
    with pytest.raises(CommandError, match="1 files are missing"):
        call_command("export_personal_data", path, account="moreau1", site="Conservatoire Gounod")


def test_staff_have_an_account_alone(office, path) -> None:
    call_command("export_personal_data", path, account=office.identifier)
    assert sorted(told(path)) == ["accounts.Post", "accounts.User", "le"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"person": 10**6}, "There is no person"),
        ({"account": "nobody"}, "There is no account 'nobody'."),
        ({"account": "moreau1", "site": "Ailleurs"}, "There is no site 'Ailleurs'."),
        ({"account": "nobody", "site": "Conservatoire Gounod"}, "There is no account 'nobody' at"),
    ],
)
def test_who_is_not_there_is_told(given, sentence, moreau, path) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("export_personal_data", path, **given)
    assert not path.exists()


def test_household_must_be_one_of_theirs(cast, child, path) -> None:
    with pytest.raises(CommandError, match="no place in a family 'X'"):
        call_command("export_personal_data", path, person=child.person_id, household="X")


def test_file_that_is_there_is_left(moreau, path) -> None:
    make_account("seul1", moreau.site)
    path.write_text("mine")
    with pytest.raises(CommandError, match="exists: give another name"):
        call_command("export_personal_data", path, account="seul1", site="Conservatoire Gounod")
    assert path.read_text() == "mine"
