"""A form as one template writes it: each kind of field, in each state, and the summary of its errors."""

import re
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines
from pytest_django.asserts import assertHTMLEqual

from imuse.templatetags.portal import icon
from imuse.widgets import DateInput

HARP = [("harp", "Harpe"), ("cello", "Violoncelle")]


def fields(form: forms.Form, *names: str) -> str:
    quoted = " ".join(f'"{name}"' for name in names)
    return engines["django"].from_string(f"{{% fields form {quoted} %}}").render({"form": form})


def errors(form: forms.Form, properties: str = "") -> str:
    return engines["django"].from_string(f"{{% errors form {properties} %}}").render({"form": form})


def form_of(field: forms.Field, **attributes: object) -> type[forms.Form]:
    return type("OneField", (forms.Form,), {"answer": field, **attributes})


def a_form(**declared: object) -> type[forms.Form]:
    return type("SomeFields", (forms.Form,), declared)


def note(kind: str, words: str) -> str:
    shape, tone = {"error": ("circle-alert", ""), "on_record": ("waiting", ' data-tone="wait"')}[kind]
    return f'<p class="note"{tone} id="id_answer_{kind}">{icon(shape)}<span>{words}</span></p>'


@pytest.mark.parametrize(
    ("field", "initial", "control"),
    [
        (
            forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"})),
            'l’"Ut" & <Ré>',
            '<input name="answer" type="text" value="l’&quot;Ut&quot; &amp; &lt;Ré&gt;" autocomplete="off" required'
            ' id="id_answer">',
        ),
        (
            forms.EmailField(required=False),
            None,
            '<input name="answer" type="email" maxlength="320" id="id_answer">',
        ),
        (
            forms.CharField(widget=forms.PasswordInput),
            "never shown",
            '<input name="answer" type="password" required id="id_answer">',
        ),
        (
            forms.DateField(widget=DateInput),
            date(2014, 5, 28),
            '<input name="answer" type="date" value="2014-05-28" required id="id_answer">',
        ),
        (
            forms.FileField(widget=forms.FileInput(attrs={"accept": "image/*"})),
            None,
            '<input name="answer" type="file" accept="image/*" required id="id_answer">',
        ),
        (
            forms.CharField(disabled=True),
            "2026/2027",
            '<input name="answer" type="text" value="2026/2027" required disabled id="id_answer">',
        ),
        (
            forms.CharField(widget=forms.TextInput(attrs={"readonly": True})),
            "2026/2027",
            '<input name="answer" type="text" value="2026/2027" readonly required id="id_answer">',
        ),
        (
            forms.CharField(widget=forms.Textarea(attrs={"rows": 3})),
            "<b>",
            '<textarea name="answer" cols="40" rows="3" required id="id_answer">\n&lt;b&gt;</textarea>',
        ),
        (
            forms.ChoiceField(choices=HARP),
            "cello",
            '<select name="answer" id="id_answer"><option value="harp">Harpe</option>'
            '<option value="cello" selected>Violoncelle</option></select>',
        ),
        (
            forms.MultipleChoiceField(choices=[("Cordes", HARP)]),
            ["harp"],
            '<select name="answer" multiple required id="id_answer"><optgroup label="Cordes">'
            '<option value="harp" selected>Harpe</option><option value="cello">Violoncelle</option></optgroup></select>',
        ),
        (
            forms.SplitDateTimeField(widget=forms.SplitDateTimeWidget, required=False),
            None,
            '<input type="text" name="answer_0" id="id_answer_0"><input type="text" name="answer_1" id="id_answer_1">',
        ),
    ],
    ids=lambda given: type(given).__name__ if isinstance(given, forms.Field) else "",
)
def test_field_is_written_after_its_label(field: forms.Field, initial: object, control: str) -> None:
    field.label = "Réponse"
    assertHTMLEqual(
        fields(form_of(field)(initial={"answer": initial})),
        f'<div class="fields"><div class="field"><label for="id_answer">Réponse</label>{control}</div></div>',
    )


@pytest.mark.parametrize(
    ("field", "kind", "chosen"),
    [
        (forms.ChoiceField(choices=HARP, widget=forms.RadioSelect, label="Instrument"), "radio", "cello"),
        (
            forms.MultipleChoiceField(choices=HARP, widget=forms.CheckboxSelectMultiple, label="Instrument"),
            "checkbox",
            ["cello"],
        ),
    ],
    ids=["radios", "boxes"],
)
def test_choices_are_a_fieldset(field: forms.Field, kind: str, chosen: object) -> None:
    required = " required" if kind == "radio" else ""
    assertHTMLEqual(
        fields(form_of(field, widths={"answer": "full down"})(initial={"answer": chosen})),
        '<div class="fields"><fieldset class="field full down"><legend>Instrument</legend><div class="choices">'
        f'<div class="choice"><input type="{kind}" name="answer" value="harp" id="id_answer_0"{required}>'
        '<label for="id_answer_0">Harpe</label></div>'
        f'<div class="choice"><input type="{kind}" name="answer" value="cello" id="id_answer_1"{required} checked>'
        '<label for="id_answer_1">Violoncelle</label></div></div></fieldset></div>',
    )


def test_box_alone_stands_before_its_label() -> None:
    assertHTMLEqual(
        fields(form_of(forms.BooleanField(label="J’accepte", help_text="Aide"))(initial={"answer": True})),
        '<div class="fields"><div class="field box"><div class="choice">'
        '<input name="answer" type="checkbox" required id="id_answer" checked aria-describedby="id_answer_helptext">'
        '<label for="id_answer">J’accepte</label></div><p class="hint" id="id_answer_helptext">Aide</p></div></div>',
    )


def test_hint_error_and_value_on_record_are_read_after_the_label() -> None:
    field = forms.IntegerField(
        label="Âge", help_text="En années.", widget=forms.TextInput(attrs={"aria-describedby": "own"})
    )
    waiting = form_of(field, on_record={"answer": "9"})
    described = "own id_answer_helptext id_answer_error id_answer_on_record"
    assertHTMLEqual(
        fields(waiting({"answer": "dix"})),
        '<div class="fields"><div class="field" data-tone="bad"><label for="id_answer">Âge</label>'
        '<p class="hint" id="id_answer_helptext">En années.</p>'
        f'<input name="answer" type="text" value="dix" aria-describedby="{described}" aria-invalid="true" required'
        ' id="id_answer">'
        + note("error", "Saisissez un nombre entier.")
        + note("on_record", "Modifié, en attente de validation. <b>Au dossier : 9</b>")
        + "</div></div>",
    )


def test_value_that_waits_keeps_what_is_on_record_even_empty() -> None:
    page = fields(form_of(forms.CharField(), on_record={"answer": ""})())
    assert '<div class="field " data-tone="wait">' in page
    assert '<p class="note" data-tone="wait" id="id_answer_on_record">' in page


def test_group_of_choices_is_described_as_a_whole() -> None:
    field = forms.ChoiceField(
        label="Instrument", choices=HARP, widget=forms.RadioSelect, help_text="Un seul."
    )
    page = fields(form_of(field)({}))
    assert page.count("aria-describedby") == 1
    assert (
        '<fieldset class="field " aria-describedby="id_answer_helptext id_answer_error" data-tone="bad">'
        in page
    )
    assert page.count('aria-invalid="true"') == 2


def test_several_errors_are_one_note() -> None:
    form = form_of(forms.CharField(required=False))({})
    form.add_error("answer", ["Trop long.", "Sans adresse."])
    assertHTMLEqual(
        fields(form).partition("</label>")[2].partition("</div>")[0],
        '<input name="answer" type="text" aria-describedby="id_answer_error" aria-invalid="true" id="id_answer">'
        + note("error", "Trop long.<br>Sans adresse."),
    )


REQUIRED = '<span class="quiet">(obligatoire)</span>'
ALL_REQUIRED = '<p class="hint" id="id_all_required">Tous les champs sont obligatoires.</p>'


@pytest.mark.parametrize(
    ("required", "marks", "sentence"),
    [
        ([True, False, True], 2, False),
        ([True, True], 0, True),
        ([False, False], 0, False),
        ([True], 0, False),
    ],
    ids=str,
)
def test_what_is_required_is_said_in_words(required: list[bool], marks: int, sentence: bool) -> None:
    declared = {f"answer{n}": forms.CharField(required=needed) for n, needed in enumerate(required)}
    page = fields(a_form(**declared)())
    assert page.count(REQUIRED) == marks
    assert (ALL_REQUIRED in page) is sentence
    assert page.count('aria-describedby="id_all_required"') == (len(required) if sentence else 0)


def test_what_cannot_be_filled_in_does_not_count_as_required() -> None:
    read_only = forms.CharField(widget=forms.TextInput(attrs={"readonly": True}))
    form = a_form(
        name=forms.CharField(), city=forms.CharField(), year=read_only, fee=forms.CharField(disabled=True)
    )
    page = fields(form())
    assert ALL_REQUIRED in page
    assert REQUIRED not in page


def test_page_shows_the_fields_that_it_names_in_its_order() -> None:
    form = a_form(
        name=forms.CharField(label="Nom"),
        city=forms.CharField(label="Ville"),
        token=forms.CharField(widget=forms.HiddenInput),
        mobile=forms.CharField(label="Mobile"),
    )
    named = fields(form(), "mobile", "name")
    assert re.findall(r"<label [^>]*>(\w+)", named) == ["Mobile", "Nom"]
    assert named.count(REQUIRED) == 2
    assert 'type="hidden"' not in named
    assert '<input type="hidden" name="token" id="id_token">' in fields(form())


class LessonForm(forms.Form):
    age = forms.IntegerField(label="Âge")
    instrument = forms.ChoiceField(label="Instrument", choices=HARP, widget=forms.RadioSelect)
    ways = forms.MultipleChoiceField(
        label="Me prévenir", choices=[("Vite", HARP)], widget=forms.CheckboxSelectMultiple
    )
    token = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Page périmée."})

    def clean(self) -> None:
        self.add_error("age", "Trop jeune.")
        raise ValidationError(["Le cours est complet.", "Choisissez-en un autre."])


def alert(title: str, rest: str, *, focus: str = ' tabindex="-1" autofocus') -> str:
    return (
        f'<div class="message" data-tone="bad" role="alert"{focus}>{icon("circle-alert")}'
        f"<h2>{title}</h2>{rest}</div>"
    )


def test_summary_leads_to_each_field_and_keeps_what_is_wrong_of_the_whole() -> None:
    assertHTMLEqual(
        errors(LessonForm({"age": "x"}), "focused=False"),
        alert(
            "3 réponses sont à corriger",
            "<p>Le cours est complet.</p><p>Choisissez-en un autre.</p><p>Page périmée.</p><ul>"
            '<li><a href="#id_age">Âge : Saisissez un nombre entier.</a></li>'
            '<li><a href="#id_age">Âge : Trop jeune.</a></li>'
            '<li><a href="#id_instrument_0">Instrument : Ce champ est obligatoire.</a></li>'
            '<li><a href="#id_ways_0_0">Me prévenir : Ce champ est obligatoire.</a></li></ul>',
            focus="",
        ),
    )


def test_summary_of_one_field() -> None:
    form = form_of(forms.CharField(label="Nom"))({})
    linked = '<ul><li><a href="#id_answer">Nom : Ce champ est obligatoire.</a></li></ul>'
    assertHTMLEqual(errors(form), alert("Une réponse est à corriger", linked))


def test_summary_without_a_field_is_its_sentence() -> None:
    form = form_of(forms.CharField(required=False))({})
    form.add_error(None, ["Connexion impossible.", "Réessayez demain."])
    assertHTMLEqual(errors(form), alert("Connexion impossible.", "<p>Réessayez demain.</p>"))


def test_page_sent_back_says_so_in_its_title(client, gounod) -> None:
    titles = [
        re.search(r"<title>(.*?) – ", page.content.decode())[1]
        for page in (client.get("/extranet/famille"), client.post("/extranet/famille", {"site": ""}))
    ]
    assert titles == ["Connexion", "Erreur : Connexion"]


@pytest.mark.parametrize("data", [None, {"answer": "Leroy"}])
def test_form_without_error_has_no_summary(data: dict | None) -> None:
    assert errors(form_of(forms.CharField())(data)).strip() == ""
