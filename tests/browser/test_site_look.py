"""A school's colour: chosen in «Gestion», seen before it is saved, worn by the families' pages as it was computed."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.demonstration import STAFF_PASSWORD
from accounts.models import Site
from imuse.colours import LIGHT, LOOKS, Look, derive
from tests.browser.steps import leave_office, sign_in
from tests.imuse.test_colours import EDGES, GREYS, WHEEL

SCHOOL = "Conservatoire Gounod"
PURPLE = "#4338ca"
STILL = {"reduced_motion": "reduce"}  # a button takes its new colour at once

# Each token of each accent, as the browser paints it.
PAINT = """([accents, tokens, dark, more]) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const site = document.body.appendChild(document.createElement("div"));
  site.className = "site";
  site.style.colorScheme = dark ? "dark" : "light";
  site.style.setProperty("--more", Number(more));
  const box = site.appendChild(document.createElement("i"));
  return accents.map((accent) => {
    site.style.setProperty("--accent", accent);
    return tokens.map((token) => {
      box.style.background = `var(--${token})`;
      canvas.fillStyle = getComputedStyle(box).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    });
  });
}"""
# What hue a grey has is each browser's own affair: there is none.
FROM_HUE = {"on-accent", "stage-ink", "accent-glow"}


def is_grey(accent: str) -> bool:
    return accent[1:3] == accent[3:5] == accent[5:]


def distance(one: tuple[int, ...], other: list[int]) -> int:
    return max(abs(mine - its) for mine, its in zip(one, other, strict=True))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: str(look.name))
def test_stylesheet_and_program_draw_the_same_colours(visit, look: Look) -> None:
    page = visit("/extranet/famille")
    accents = [*EDGES, *WHEEL[::7], *GREYS]
    tokens = list(derive(PURPLE, look))
    painted = page.evaluate(PAINT, [accents, tokens, look.dark, look.more])
    differences = {
        (accent, token): (computed.hex, colour)
        for accent, row in zip(accents, painted, strict=True)
        for (token, computed), colour in zip(derive(accent, look).items(), row, strict=True)
        if distance(computed.rgb, colour) > 2 and not (is_grey(accent) and token in FROM_HUE)
    }
    assert len(accents) > 150
    assert differences == {}


def painted(page: Page, name: str, what: str = "backgroundColor") -> list[int]:
    """The colour of a thing on the page, as the screen shows it."""
    return page.get_by_text(name, exact=True).first.evaluate(
        """(element, what) => {
          const canvas = document.createElement("canvas").getContext("2d");
          canvas.fillStyle = getComputedStyle(element)[what];
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }""",
        what,
    )


def expect_painted(page: Page, name: str, colour: tuple[int, ...], what: str = "backgroundColor") -> None:
    """Soon: a page that is on its way still shows the one before."""
    for _ in range(1200):
        if distance(colour, painted(page, name, what)) <= 2:
            return
        page.wait_for_timeout(50)
    assert painted(page, name, what) == list(colour)


def open_settings(page: Page) -> None:
    page.get_by_label("Identifiant").fill("gestion")
    page.get_by_label("Mot de passe", exact=True).fill(STAFF_PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.goto(f"/gestion/accounts/site/{Site.objects.get(name=SCHOOL).pk}/change/")


def expect_family_to_wear(page: Page, accent: str) -> None:
    page.goto("/extranet/famille")
    sign_in(page, SCHOOL, "moreau1")
    page.goto("/mot-de-passe")
    tokens = derive(accent, LIGHT)
    expect_painted(page, "Enregistrer", tokens["accent-fill"].rgb)
    expect_painted(page, "Enregistrer", tokens["on-accent"].rgb, "color")


def test_office_sees_the_colour_as_it_is_chosen(visit, width) -> None:
    page = visit("/gestion/connexion", viewport=width, **STILL)
    open_settings(page)
    expect(page.get_by_role("button", name="Voir cette couleur")).to_have_count(0)
    page.get_by_label("Couleur").fill(PURPLE)
    expect_painted(page, "Un bouton", derive(PURPLE, LIGHT)["accent-fill"].rgb)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    leave_office(page)
    expect_family_to_wear(page, PURPLE)


def test_office_sees_the_colour_without_script(visit, width) -> None:
    """Then the field is filled as a person would with the browser's own dialogue: no script of the page's."""
    page = visit("/gestion/connexion", viewport=width, java_script_enabled=False, **STILL)
    open_settings(page)
    page.get_by_label("Nom de l’établissement").fill("Conservatoire Charles Gounod")
    page.get_by_label("Couleur").fill(PURPLE)
    page.get_by_role("button", name="Voir cette couleur").click()
    expect(page).to_have_url(re.compile("#accent-preview$"))
    expect(page.get_by_label("Nom de l’établissement")).to_have_value("Conservatoire Charles Gounod")
    expect(page.get_by_label("Couleur")).to_have_value(PURPLE)
    expect_painted(page, "Un bouton", derive(PURPLE, LIGHT)["accent-fill"].rgb)
    assert Site.objects.filter(name=SCHOOL, accent="#0f766e").exists()
    page.get_by_label("Nom de l’établissement").fill(SCHOOL)
    page.get_by_label("Nom de l’établissement").press("Enter")  # saves: «Voir» is not the form's first button
    expect(page.get_by_text("a été modifié avec succès")).to_be_visible()
    leave_office(page)
    expect_family_to_wear(page, PURPLE)


def test_office_changes_the_logo(visit, width) -> None:
    drawing = io.BytesIO()
    Image.new("RGB", (300, 300), PURPLE).save(drawing, "PNG")
    page = visit("/gestion/connexion", viewport=width, **STILL)
    open_settings(page)
    file = {"name": "logo.png", "mimeType": "image/png", "buffer": drawing.getvalue()}
    page.get_by_label("Logo", exact=False).and_(page.locator("[type=file]")).set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer et continuer").click()
    logo = page.locator(".present-logo img")
    expect(logo).to_have_attribute("src", Site.objects.get(name=SCHOOL).logo.url)
    assert logo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 176
    page.get_by_label("Retirer le logo").check()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_label("Retirer le logo")).to_have_count(0)
    assert Site.objects.get(name=SCHOOL).logo.name == ""
