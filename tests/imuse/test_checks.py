import pytest

from imuse import env
from imuse.checks import demonstration_stays_local, mails_have_a_sender

PUBLIC = env.PublicUrl("https://x.example.org/", True, ["x.example.org"], False)


def test_demonstration_at_a_public_address_is_warned_of(settings) -> None:
    settings.SITE_ADDRESS = PUBLIC
    assert [warning.id for warning in demonstration_stays_local()] == ["imuse.W001"]


def test_demonstration_on_this_machine_is_fine(settings) -> None:
    assert settings.DEMONSTRATION
    assert demonstration_stays_local() == []


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("extranet@example.org", []),
        ("Extranet <extranet@example.org>", []),
        ("extranet", ["imuse.E001"]),
        ("Extranet <>", ["imuse.E001"]),
    ],
)
def test_sender_of_mails_is_an_address(settings, sender, found) -> None:
    settings.SITE_ADDRESS, settings.DEFAULT_FROM_EMAIL = PUBLIC, sender
    assert [error.id for error in mails_have_a_sender()] == found
