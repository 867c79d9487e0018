"""The warning before the end of a session: by time alone without a script, across tabs with one."""

from playwright.sync_api import expect

from tests.browser.steps import sign_in

WARNING = "Votre session se termine dans 2 minutes"


def signed_in(visit, **options):
    page = visit("/extranet/famille", **options)
    sign_in(page, "Arts visuels", "bernard1")
    page.goto("/mot-de-passe")
    return page


def test_warning_comes_after_twenty_eight_minutes_and_staying_keeps_what_is_typed(visit) -> None:
    page = signed_in(visit)
    page.clock.install()
    page.reload()
    page.get_by_label("Mot de passe actuel").fill("half typed")
    page.clock.run_for("27:00")
    expect(page.get_by_text(WARNING)).to_be_hidden()
    page.clock.run_for("01:01")
    expect(page.get_by_text(WARNING)).to_be_visible()
    page.get_by_role("link", name="Rester connecté").click()
    expect(page.get_by_text(WARNING)).to_be_hidden()
    expect(page.get_by_label("Mot de passe actuel")).to_have_value("half typed")
    page.clock.run_for("28:01")
    expect(page.get_by_text(WARNING)).to_be_visible()


def test_what_is_done_in_another_tab_puts_the_warning_off(visit) -> None:
    page = signed_in(visit)
    page.clock.install()
    page.reload()
    page.clock.run_for("20:00")
    page.evaluate(
        "localStorage.setItem('session-ends', Date.now() + 1800 * 1000)"
    )  # as another tab does when it opens
    page.clock.run_for("08:01")
    expect(page.get_by_text(WARNING)).to_be_hidden()
    page.clock.run_for("20:00")
    expect(page.get_by_text(WARNING)).to_be_visible()


def test_without_a_script_the_stylesheet_shows_it_in_time(visit) -> None:
    page = signed_in(visit, java_script_enabled=False)
    box = page.locator(".session-warning > .message")
    expect(box).to_be_hidden()
    assert box.evaluate("element => getComputedStyle(element).animationDelay") == "1680s"
    box.evaluate("element => element.getAnimations()[0].finish()")
    expect(page.get_by_text(WARNING)).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Rester connecté").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Votre session continue")
