from imuse import env
from imuse.checks import demonstration_stays_local


def test_demonstration_at_a_public_address_is_warned_of(settings) -> None:
    settings.SITE_ADDRESS = env.PublicUrl("https://x.example.org/", True, ["x.example.org"], False)
    assert [warning.id for warning in demonstration_stays_local()] == ["imuse.W001"]


def test_demonstration_on_this_machine_is_fine(settings) -> None:
    assert settings.DEMONSTRATION
    assert demonstration_stays_local() == []
