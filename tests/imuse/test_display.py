"""The list of display preferences, and the stylesheet that knows it."""

from pathlib import Path

import pytest
from django.conf import settings

from imuse import display

STYLESHEET = (Path(__file__).parents[2] / "static" / "portal.css").read_text()
EVERYTHING = {
    "text": "200",
    "font": "plain",
    "spacing": "wide",
    "theme": "dark",
    "contrast": "more",
    "links": "underlined",
    "motion": "reduced",
}
CHOICES = [
    (name, value) for name, preference in display.PREFERENCES.items() for value in preference.choices if value
]


def request_with(rf, cookie: str):
    request = rf.get("/")
    request.COOKIES[settings.DISPLAY_COOKIE_NAME] = cookie
    return request


@pytest.mark.parametrize(("name", "value"), CHOICES)
def test_stylesheet_knows_a_choice_by_its_attribute_and_by_its_box(name: str, value: str) -> None:
    assert f'[data-{name}="{value}"]' in STYLESHEET
    assert f'[name="{name}"][value="{value}"]:checked' in STYLESHEET


@pytest.mark.parametrize("preference", display.PREFERENCES.values(), ids=display.PREFERENCES)
def test_first_choice_leaves_it_to_the_device(preference) -> None:
    assert next(iter(preference.choices)) == ""


def test_what_is_written_is_read() -> None:
    text = "text=200&font=plain&spacing=wide&theme=dark&contrast=more&links=underlined&motion=reduced"
    assert (display.write(EVERYTHING), display.read(text)) == (text, EVERYTHING)


def test_what_is_left_to_the_device_is_not_written() -> None:
    assert display.write({"theme": "dark", "text": "", "font": ""}) == "theme=dark"


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "theme",
        "theme=",
        "theme=pink",
        "theme=DARK",
        "text=1000",
        "colour=dark",
        'theme=dark"><script>',
        "theme=%22%20onload=%22alert(1)",
        "\0",
        "é=è",
        "&" * 5000,
    ],
)
def test_what_is_not_on_the_list_is_ignored(rf, forged: str) -> None:
    assert display.attributes(request_with(rf, forged)) == ""
    assert display.attributes(request_with(rf, f"{forged}&text=150")) == ' data-text="150"'


def test_each_preference_stands_alone_on_html(rf) -> None:
    for name, value in CHOICES:
        assert display.attributes(request_with(rf, f"{name}={value}")) == f' data-{name}="{value}"'
