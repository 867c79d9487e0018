"""`manage.py send_identifiers`: a whole school's, by mail and on paper."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ActivationCode, FamilyAccount, Mail
from families import by_post, telling
from families.management.commands import send_identifiers
from imuse.policies import Denied
from tests.factories import make_account
from tests.papers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def accounts(gounod, xenakis) -> list[FamilyAccount]:
    """Two with an address, two without, one told, one closed; and one of another school."""
    make_account("a1", gounod, email="a1@example.org")
    make_account("b1", gounod, email="b1@example.org")
    make_account("c1", gounod, last_name="Canal")
    make_account("d1", gounod, last_name="Dumas")
    make_account("e1", gounod, identifier_told_at="2026-01-01T00:00Z")
    make_account("f1", gounod, is_active=False)
    return list(FamilyAccount.objects.filter(site=gounod))


def run(capsys, *options: str, site: str = "Conservatoire Gounod") -> list[str]:
    call_command("send_identifiers", "--site", site, *options)
    return capsys.readouterr().out.splitlines()


def test_dry_run_counts_and_writes_nothing(capsys) -> None:
    assert run(capsys, "--dry-run") == [
        "Conservatoire Gounod: 2 mails to write, 2 letters to print, 1 told already, 1 inactive"
    ]
    assert (Mail.objects.count(), FamilyAccount.objects.filter(identifier_told_at=None).count()) == (0, 6)


def test_mails_are_written_once(capsys) -> None:
    assert run(capsys) == [
        "Conservatoire Gounod: 2 mails written, 1 told already, 1 inactive",
        "2 without an address: --letters prints theirs",
    ]
    assert run(capsys)[0] == "Conservatoire Gounod: 0 mails written, 3 told already, 1 inactive"
    assert sorted(Mail.objects.values_list("user__identifier", flat=True)) == ["a1", "b1"]


def test_letters_are_printed_into_one_file(capsys, tmp_path) -> None:
    told = run(capsys, "--letters", str(tmp_path / "new"))
    (file,) = (tmp_path / "new").iterdir()
    assert told[1:] == [f"2 letters: {file}", "2 letters printed"]
    text = text_of(file.read_bytes())
    assert text.index("c1") < text.index("d1")
    assert (file.suffix, file.stat().st_mode & 0o777) == (".pdf", 0o600)
    assert sorted(ActivationCode.objects.values_list("user__identifier", flat=True)) == ["c1", "d1"]


def test_who_was_told_is_told_again_where_it_is_asked(capsys) -> None:
    run(capsys)
    Mail.objects.update(status=Mail.Status.VOID)
    assert run(capsys, "--again")[0] == "Conservatoire Gounod: 2 mails written, 0 told already, 1 inactive"


def test_mail_that_waits_to_leave_is_told_and_not_written_twice(capsys) -> None:
    run(capsys)
    FamilyAccount.objects.filter(identifier="c1").update(email="c1@example.org")
    assert run(capsys, "--again", "--dry-run") == [
        "Conservatoire Gounod: 1 mails to write, 2 wait already to leave, 2 letters to print, 0 told already, 1 inactive"
    ]
    told = run(capsys, "--again")[0]
    assert (
        told == "Conservatoire Gounod: 1 mails written, 2 wait already to leave, 0 told already, 1 inactive"
    )
    assert Mail.objects.count() == 3


def test_letters_are_cut_into_files(capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(by_post, "AT_ONCE", 1)
    assert run(capsys, "--letters", str(tmp_path))[-1] == "2 letters printed"
    assert sorted(path.name[-6:] for path in tmp_path.iterdir()) == ["-1.pdf", "-2.pdf"]


def test_file_of_letters_that_do_not_count_is_taken_away(capsys, tmp_path, monkeypatch) -> None:
    def refuse(_letters: telling.Letters) -> None:
        raise Denied("Trop tard.")

    monkeypatch.setattr(send_identifiers.Letters, "keep", refuse)
    with pytest.raises(CommandError, match="Stopped: Trop tard"):
        run(capsys, "--letters", str(tmp_path))
    assert (list(tmp_path.iterdir()), ActivationCode.objects.exists()) == ([], False)


def test_folder_that_cannot_be_written_is_told(capsys, tmp_path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="cannot be written"):
        run(capsys, "--letters", str(tmp_path / "file"))
    assert not ActivationCode.objects.exists()


def test_site_that_is_not_there_is_told(capsys) -> None:
    with pytest.raises(CommandError, match="There is no site 'Nulle part'"):
        run(capsys, site="Nulle part")
