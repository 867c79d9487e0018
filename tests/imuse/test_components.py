"""What each component writes, state by state, and what it refuses."""

import re
from datetime import date, time, timedelta

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template import TemplateSyntaxError, engines
from django.utils import timezone, translation
from pytest_django.asserts import assertHTMLEqual

from imuse.components import Day, Lesson, Pager, PagerWords, Step, Sum, Tab, Waiting
from imuse.templatetags.lists import bar
from imuse.templatetags.portal import icon
from imuse.templatetags.times import age, day_and_month, duration, hour, weekday


def written(source: str, request=None, **context) -> str:
    return engines["django"].from_string(source).render(context, request)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            '{% part "Cours" anchor="courses" %}<p>Harpe</p>{% endpart %}',
            '<section class="part" aria-labelledby="courses"><div class="part-head"><h2 id="courses">Cours</h2></div>'
            "<p>Harpe</p></section>",
        ),
        (
            '{% part "Cours" anchor="courses" lead="De l’année" broad=True step=2 %}<p>Harpe</p>{% endpart %}',
            '<section class="part broad" aria-labelledby="courses"><div class="part-head">'
            '<h2 id="courses"><span class="step">2</span> Cours</h2><p>De l’année</p></div><p>Harpe</p></section>',
        ),
        (
            '{% table "Cours" %}<tbody></tbody>{% endtable %}',
            '<div class="data"><table><caption class="hidden-text">Cours</caption><tbody></tbody></table></div>',
        ),
        (
            '{% table "Cours" kind="ledger" captioned=True %}<tbody></tbody>{% endtable %}',
            '<div class="data ledger"><table><caption>Cours</caption><tbody></tbody></table></div>',
        ),
        (
            '{% more "Le reste" %}<p>Harpe</p>{% endmore %}',
            f'<details class="more"><summary>Le reste{icon("chevron-down")}</summary><p>Harpe</p></details>',
        ),
        (
            '{% back "/accueil" %}',
            f'<a class="back" href="/accueil">{icon("arrow-left")}Retour</a>',
        ),
        (
            '{% back "/accueil" "Élèves" %}',
            f'<a class="back" href="/accueil">{icon("arrow-left")}Élèves</a>',
        ),
        (
            '{% progress "Pièces" value=2 of=5 %}',
            '<label class="progress"><span>Pièces</span> <b class="amount">2 sur 5</b>'
            '<progress value="2" max="5"></progress></label>',
        ),
    ],
)
def test_component_writes(source: str, html: str) -> None:
    assertHTMLEqual(written(source), html)


@pytest.mark.parametrize(
    ("state", "shown", "hidden"),
    [
        ("", [], ["<canvas", "<label"]),
        ('picture="/a.jpg" name="IMG.jpg"', ['<img class="chosen" src="/a.jpg" alt="IMG.jpg">'], ["<label"]),
        ("share=62", ['<label class="progress">', "62\u00a0%", 'value="62"'], ["<canvas"]),
    ],
)
def test_file_on_its_way(state: str, shown: list[str], hidden: list[str]) -> None:
    below = written(f"{{% on_its_way {state} %}}")
    assert [part for part in shown if part not in below] == []
    assert [start for start in hidden if not re.search(f"{start}[^>]* hidden>", below)] == []


def test_nothing_says_so_beside_the_hall() -> None:
    page = written("{% nothing %}Rien ne vous attend.{% endnothing %}")
    assert page.startswith('<div class="empty"><svg class="hall"')
    assert "<p>Rien ne vous attend.</p>" in page


@pytest.mark.parametrize(
    ("shape", "tone"),
    [("todo", "todo"), ("waiting", "wait"), ("done", "ok"), ("refused", "bad"), ("unread", "new")],
)
def test_status_has_the_tone_of_its_shape(shape: str, tone: str) -> None:
    assert written(f'{{% status "{shape}" "État" %}}') == (
        f'<span class="status" data-tone="{tone}">{icon(shape)}État</span>'
    )


@pytest.mark.parametrize(
    ("properties", "start"),
    [
        ('"ok"', f'<div class="message" data-tone="ok">{icon("circle-check")}'),
        ('"wait" "Titre"', f'<div class="message" data-tone="wait">{icon("waiting")}<h3>Titre</h3>'),
        (
            '"bad" "Titre" level=2',
            f'<div class="message" data-tone="bad">{icon("circle-alert")}<h2>Titre</h2>',
        ),
        ('"wait" shape="clock"', f'<div class="message" data-tone="wait">{icon("clock")}'),
        (
            '"todo" role="status" focused=True',
            f'<div class="message" data-tone="todo" role="status" tabindex="-1" autofocus>{icon("info")}',
        ),
    ],
)
def test_message(properties: str, start: str) -> None:
    assertHTMLEqual(
        written(f"{{% message {properties} %}}<p>Suite</p>{{% endmessage %}}"), f"{start}<p>Suite</p></div>"
    )


SENT = Message(messages.SUCCESS, "Envoyée.")
PROVISIONAL = Message(messages.INFO, "Provisoire.")
UNREADABLE = Message(messages.ERROR, "Illisible <b>.")


def box(tone: str, shape: str, *sentences: str, focused: bool = False) -> str:
    focus = ' tabindex="-1" autofocus' if focused else ""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f'<div class="message" data-tone="{tone}" role="status"{focus}>{icon(shape)}<h2>Information</h2>'
        f'{paragraphs}<p><a class="button plain" href="/page?a=1">OK</a></p></div>'
    )


@pytest.mark.parametrize(
    ("said", "html"),
    [
        ([], ""),
        ([SENT], box("ok", "circle-check", "Envoyée.", focused=True)),
        ([PROVISIONAL], box("todo", "info", "Provisoire.", focused=True)),
        (
            [PROVISIONAL, SENT, UNREADABLE, SENT],
            box("ok", "circle-check", "Envoyée.", "Envoyée.", focused=True)
            + box("bad", "circle-alert", "Provisoire.", "Illisible &lt;b&gt;."),
        ),
    ],
)
def test_information_fills_two_boxes_at_most(rf, said: list, html: str) -> None:
    assertHTMLEqual(written("{% information said %}", said=said, request=rf.get("/page?a=1")), html)


def test_tabs_mark_the_current_one() -> None:
    tabs = [Tab("Identité", "/1"), Tab("Cours", "/1/cours", current=True)]
    assertHTMLEqual(
        written('{% tabs tabs label="Fiche" %}', tabs=tabs),
        '<nav class="tabs" aria-label="Fiche"><ul role="list"><li><a href="/1">Identité</a></li>'
        '<li><a href="/1/cours" aria-current="page">Cours</a></li></ul></nav>',
    )


def test_pager_leaves_no_way_past_the_ends() -> None:
    words = PagerWords("Élèves", "Premier", "Précédent", "Suivant", "Dernier")

    def way(shape: str, word: str, to: str) -> str:
        return f'<li><a {to}>{icon(shape)}<span class="hidden-text">{word}</span></a></li>'

    off = 'role="link" aria-disabled="true"'
    assertHTMLEqual(
        written("{% pager place %}", place=Pager(words, 1, 3, next="/2", last="/3")),
        '<nav aria-label="Élèves"><ul class="pager" role="list">'
        + way("chevron-first", "Premier", off)
        + way("chevron-left", "Précédent", off)
        + '<li><span aria-current="true">1/3</span></li>'
        + way("chevron-right", "Suivant", 'href="/2"')
        + way("chevron-last", "Dernier", 'href="/3"')
        + "</ul></nav>",
    )


def test_stepper_leads_back_and_not_ahead() -> None:
    steps = [Step("Cours", "/1"), Step("Documents", "/2"), Step("Envoi", "/3")]
    assertHTMLEqual(
        written('{% stepper steps current=2 label="Réinscription" %}', steps=steps),
        '<ol class="stepper" role="list" aria-label="Réinscription">'
        f'<li data-state="done">{icon("done")}<a href="/1">Cours</a><span class="hidden-text">, fait</span></li>'
        f'<li data-state="current" aria-current="step">{icon("unread")}<span>Documents</span></li>'
        f'<li data-state="todo">{icon("todo")}<span>Envoi</span></li></ol>',
    )


def test_programme_line_says_what_and_by_when() -> None:
    items = [
        Waiting("refused", "Justificatif", "/pieces", "Illisible.", "à remplacer"),
        Waiting("unread", "Absence", "/a"),
    ]
    go = icon("chevron-right", classes="icon go")
    assertHTMLEqual(
        written("{% programme items %}", items=items),
        f'<ol class="programme" role="list"><li class="opens" data-tone="bad">{icon("refused")}'
        '<div><h3><a href="/pieces">Justificatif</a></h3><p>Illisible.</p></div>'
        f'<p class="due">à remplacer</p>{go}</li>'
        f'<li class="opens" data-tone="new">{icon("unread")}<div><h3><a href="/a">Absence</a></h3></div>{go}</li></ol>',
    )


def test_week_gives_each_day_its_lessons() -> None:
    harp = Lesson(time(17, 30), 50, "Harpe", "/c", who="Sacha", where="Salle Messiaen")
    days = [Day(date(2026, 6, 1), [harp], today=True), Day(date(2026, 6, 2))]
    assertHTMLEqual(
        written("{% week days %}", days=days),
        '<ol class="week" role="list"><li aria-current="date"><h3>Lundi <span>1er juin, aujourd’hui</span></h3>'
        '<ul role="list"><li class="lesson opens"><p class="hour" data-minutes="45">'
        '<time datetime="17:30">17 h 30</time><span>50 min</span></p><p><a href="/c">Harpe</a></p><p>Sacha</p>'
        '<p class="quiet small">Salle Messiaen</p></li></ul></li>'
        '<li class="free"><h3>Mardi <span>2 juin</span></h3><p class="quiet small">Pas de cours</p></li></ol>',
    )


@pytest.mark.parametrize(
    ("minutes", "length"), [(5, 15), (20, 15), (50, 45), (60, 60), (120, 120), (180, 120)]
)
def test_bar_is_one_that_the_stylesheet_has(minutes: int, length: int) -> None:
    assert bar(minutes) == length


@pytest.mark.parametrize(("minutes", "words"), [(45, "45 min"), (60, "1 h"), (75, "1 h 15"), (125, "2 h 05")])
def test_duration(minutes: int, words: str) -> None:
    assert duration(minutes) == words


def test_hours_and_days_are_said_in_full() -> None:
    assert hour(time(8, 5)) == "8 h 05"
    assert [weekday(date(2026, 6, 1)), day_and_month(date(2026, 6, 1))] == ["Lundi", "1er juin"]
    assert day_and_month(date(2026, 6, 8)) == "8 juin"
    with translation.override("en"):
        assert weekday(date(2026, 6, 8)) == "Monday"


def test_totals_end_with_what_counts() -> None:
    sums = [Sum("Solde", "−24,00 €"), Sum("Montant à payer", "24,00 €")]
    assertHTMLEqual(
        written("{% totals sums %}", sums=sums),
        '<dl class="totals"><dt>Solde</dt><dd class="amount">−24,00 €</dd>'
        '<dt class="last">Montant à payer</dt><dd class="amount last">24,00 €</dd></dl>',
    )


def test_facts() -> None:
    assertHTMLEqual(
        written("{% facts pairs %}", pairs=[("Cycle", "2C1"), ("Salle", "<Ut>")]),
        '<dl class="columns facts"><div><dt>Cycle</dt><dd>2C1</dd></div>'
        "<div><dt>Salle</dt><dd>&lt;Ut&gt;</dd></div></dl>",
    )


@pytest.mark.parametrize(
    "source",
    [
        '{% part "Cours" %}{% endpart %}',
        '{% part "Cours" anchor="a" wide=True %}{% endpart %}',
        '{% part anchor="a" %}{% endpart %}',
        '{% table "Cours" sort="few" %}{% endtable %}',
        "{% table %}{% endtable %}",
        "{% message %}{% endmessage %}",
        '{% message "ok" colour="red" %}{% endmessage %}',
        '{% nothing "yet" %}{% endnothing %}',
        "{% more %}{% endmore %}",
        '{% status "done" %}',
        "{% tabs tabs %}",
        '{% tabs tabs label="Fiche" current=1 %}',
        "{% pager %}",
        '{% stepper steps label="Étapes" %}',
        "{% programme %}",
        '{% progress "Pièces" value=2 %}',
        "{% totals sums sums %}",
        "{% fields %}",
        "{% fields form width=3 %}",
        "{% errors %}",
        "{% information said heading=3 %}",
        "{% menu lines sign_out=1 %}",
        "{% back %}",
    ],
)
def test_property_unknown_or_missing_is_an_error_of_the_template(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% status "dome" "Validé" %}',
        '{% message "red" %}{% endmessage %}',
        '{% table "Cours" kind="narrow" %}{% endtable %}',
        "{% programme items %}",
    ],
)
def test_word_that_no_component_knows_is_an_error(source: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="is none of"):
        written(source, items=[Waiting("dome", "Réinscription", "/r")])


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "moins d’une minute"), (60, "1\u00a0minute"), (50 * 3600, "2\u00a0jours")]
)
def test_age_is_told_as_one_figure(seconds, words) -> None:
    assert age(timezone.now() - timedelta(seconds=seconds)) == words
