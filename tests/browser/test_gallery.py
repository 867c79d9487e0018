"""The gallery of components: on a telephone and a computer, in every look, with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in
from tests.browser.test_accessibility import come_in, findings

NARROWEST, TELEPHONE, COMPUTER = (
    {"width": 320, "height": 568},
    {"width": 360, "height": 740},
    {"width": 1280, "height": 800},
)

# By what the device asks for, or by what the server writes on <html>.
LOOKS = {
    "light": ({}, {}),
    "dark": ({"color_scheme": "dark"}, {}),
    "dark chosen": ({}, {"data-theme": "dark"}),
    "reinforced contrast": ({"contrast": "more"}, {}),
    "reinforced contrast chosen": ({"color_scheme": "dark"}, {"data-contrast": "more"}),
    "forced colours": ({"forced_colors": "active"}, {}),
    "text at 200 %": ({}, {"data-text": "200"}),
    "wide spacing": ({}, {"data-spacing": "wide"}),
}
AS_IT_IS = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}


@pytest.fixture
def gallery(visit):
    def open_gallery(viewport: dict[str, int], **options: object) -> Page:
        page = visit("/gestion/connexion", viewport=viewport, **options)
        come_in(page, "office")
        page.goto("/gestion/composants")
        return page

    return open_gallery


def dress(page: Page, look: str) -> None:
    media, attributes = LOOKS[look]
    page.emulate_media(**(AS_IT_IS | media))
    page.evaluate(
        """attributes => {
            for (const name of Object.keys({...document.documentElement.dataset}))
                delete document.documentElement.dataset[name];
            for (const [name, value] of Object.entries(attributes)) document.documentElement.setAttribute(name, value);
        }""",
        attributes,
    )


@pytest.mark.parametrize("viewport", [NARROWEST, COMPUTER], ids=["320", "1280"])
def test_gallery_is_accessible_in_every_look(gallery, viewport) -> None:
    page, report = gallery(viewport, bypass_csp=True), {}
    for look in LOOKS:
        dress(page, look)
        report[look] = findings(page)
    assert {look: found for look, found in report.items() if found} == {}


# Of the first table, the columns that its cells name themselves.
LABELS = """() => [...document.querySelectorAll(".few td")].map(cell => getComputedStyle(cell, "::before").content)"""


def test_table_becomes_labelled_rows(gallery) -> None:
    page = gallery(NARROWEST)
    columns = ['"Année"', '"Département"', '"Cycle"', '"Enseignant"']
    assert page.evaluate(LABELS) == columns * 3
    without_cycle = page.locator(".few tbody tr").last
    expect(without_cycle.locator("td[data-label=Cycle]")).to_be_hidden()
    page.set_viewport_size(COMPUTER)
    assert set(page.evaluate(LABELS)) == {"none"}
    expect(page.get_by_role("columnheader", name="Enseignant")).to_be_visible()


# What has the focus: its name, whether it is marked, and whether some of it is seen.
FOCUSED = """() => {
    const element = document.activeElement, {left, top, right, bottom} = element.getBoundingClientRect();
    const isMarked = part => (style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)(
        getComputedStyle(element, part));
    const isSeen = (x, y) => (hit => hit && (element.contains(hit) || hit.control === element))(
        document.elementFromPoint(left + x * (right - left), top + y * (bottom - top)));
    const places = [0.1, 0.5, 0.9];
    return {
        name: element.outerHTML.slice(0, 120),
        isEnd: element === document.body,
        isMarked: isMarked() || isMarked("::after"),
        isSeen: places.some(x => places.some(y => isSeen(x, y))),
    };
}"""


@pytest.mark.parametrize("viewport", [NARROWEST, TELEPHONE, COMPUTER], ids=["320", "360", "1280"])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_keyboard_walks_the_whole_page_and_is_always_seen(gallery, viewport, key: str) -> None:
    page = gallery(viewport)
    walked = []
    for _press in range(200):
        page.keyboard.press(key)
        walked.append(page.evaluate(FOCUSED))
        if walked[-1]["isEnd"]:
            break
    assert len(walked) > 90
    assert walked.pop()["isEnd"]
    assert [stop["name"] for stop in walked if not (stop["isMarked"] and stop["isSeen"])] == []


@pytest.mark.parametrize("viewport", [TELEPHONE, COMPUTER], ids=["360", "1280"])
def test_students_are_listed_by_name_without_a_script(gallery, viewport) -> None:
    page = gallery(viewport, java_script_enabled=False)
    menu = page.get_by_role("navigation", name="Menu principal")
    student = menu.get_by_role("link", name="Marie-Apolline Leroy-Vandenbroucke")
    expect(student).to_be_hidden()
    menu.get_by_text("Élèves", exact=True).click()
    expect(student).to_be_visible()
    expect(menu.get_by_role("link", name="Sacha Leroy-Benhaddou")).to_have_attribute("aria-current", "page")
    page.get_by_role("textbox", name="Ville").first.focus()
    expect(student).to_be_hidden()  # what has the focus is not behind the list


@pytest.mark.parametrize("viewport", [NARROWEST, TELEPHONE], ids=["320", "360"])
def test_bar_holds_five_entries_under_the_thumb(gallery, viewport) -> None:
    page = gallery(viewport)
    entries = page.get_by_role("navigation", name="Menu principal").locator(".entry").filter(visible=True)
    assert [label.strip() for label in entries.all_inner_texts()] == [
        "Accueil",
        "Famille",
        "Élèves",
        "Facturation",
        "Menu",
    ]
    boxes = [entry.bounding_box() for entry in entries.all()]
    assert {(box["y"] + box["height"]) for box in boxes} == {viewport["height"]}
    assert all(min(box["width"], box["height"]) >= 44 for box in boxes)
    dress(page, "text at 200 %")
    assert entries.first.bounding_box()["y"] < viewport["height"] / 2  # in the page, not over it


def test_what_answers_an_action_has_the_focus(visit) -> None:
    page = visit("/extranet/famille")
    sign_in(page, "Conservatoire Gounod", "moreau1", "wrong")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Site")).to_be_focused()


@pytest.mark.parametrize(
    "name", ["Autorisation de sortie : Choisissez une réponse.", "Nom : Indiquez le nom."]
)
def test_summary_leads_to_the_field(gallery, name: str) -> None:
    page = gallery(COMPUTER)
    page.get_by_role("link", name=name).click()
    field = page.get_by_role("group", name="Autorisation de sortie").last.get_by_role("radio").first
    expect(field if "sortie" in name else page.get_by_role("textbox", name="Nom").last).to_be_focused()
