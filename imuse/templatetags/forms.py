"""How a form is written: one template for every field, and the summary of what is to be corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms, template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField
    from django.forms.utils import ErrorList

    from imuse.components import Text

register = template.Library()

# The first that fits. A widget of another kind writes itself.
KINDS = (
    (forms.RadioSelect, "group"),  # boxes too: CheckboxSelectMultiple is one
    (forms.CheckboxInput, "box"),
    (forms.Select, "select"),
    (forms.Textarea, "text"),
    (forms.widgets.Input, "input"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    label: "Text"
    attributes: SafeString
    anchor: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as the template writes it."""

    field: "BoundField"
    kind: str
    anchor: str
    label: "Text"
    hint: "Text"
    errors: "ErrorList"
    on_record: "Text | None"
    tone: str
    width: str
    required: bool
    value: Any
    attributes: SafeString
    groups: "Sequence[tuple[Text | None, list[Choice]]]"


@register.inclusion_tag("components/fields.html")
def fields(form: "BaseForm", *named: "str | Sequence[str]") -> dict[str, Any]:
    """The fields of a form, or those named, one by one or in a list: label, hint, line, note.

    A form may say in `widths` how wide a field is beside its neighbours, short, long or full, and in `on_record`
    which of them await validation, with the value still on record.
    What is required is said in words: beside the label or, where all of it is, once above.
    """
    names = [name for each in named for name in ([each] if isinstance(each, str) else each)]
    asked = [field for field in form.visible_fields() if _can_be_filled(field)]
    required = {field.name for field in asked if field.field.required}
    all_required = len(asked) > 1 and len(required) == len(asked) and not names
    sentence = form.auto_id % form.add_prefix("all_required") if all_required else ""
    marked = set() if all_required or len(asked) == 1 else required
    shown = [form[name] for name in names] or form.visible_fields()
    return {
        "hidden": [] if names else form.hidden_fields(),
        "sentence": sentence,
        "lines": [_line(field, required=field.name in marked, sentence=sentence) for field in shown],
    }


def _can_be_filled(field: "BoundField") -> bool:
    return not field.field.disabled and not field.field.widget.attrs.get("readonly")


def _line(field: "BoundField", *, required: bool, sentence: str) -> FieldLine:
    on_record = getattr(field.form, "on_record", {}).get(field.name)
    kind = next((kind for widget, kind in KINDS if isinstance(field.field.widget, widget)), "")
    described = {
        "aria-describedby": _described_by(field, is_waiting=on_record is not None, sentence=sentence)
    }
    widget = _widget(field, described)
    return FieldLine(
        field=field,
        kind=kind,
        anchor=field.auto_id,
        label=field.label,
        hint=field.help_text,
        errors=field.errors,
        on_record=on_record,
        tone="bad" if field.errors else "wait" if on_record is not None else "",
        width=getattr(field.form, "widths", {}).get(field.name, ""),
        required=required,
        value=widget["value"],
        attributes=_written(described if kind == "group" else _attributes(widget, kind)),
        groups=[(name, [*map(_choice, options)]) for name, options, _index in widget.get("optgroups", ())],
    )


def _described_by(field: "BoundField", *, is_waiting: bool, sentence: str) -> str | None:
    """What a screen reader adds to the label: the widget's own word, hint, error, value on record."""
    parts = [
        field.field.widget.attrs.get("aria-describedby"),
        field.help_text and f"{field.auto_id}_helptext",
        field.errors and f"{field.auto_id}_error",
        is_waiting and f"{field.auto_id}_on_record",
        sentence,
    ]
    return " ".join(part for part in parts if part) or None


def _widget(field: "BoundField", described: dict[str, str | None]) -> dict[str, Any]:
    """What `BoundField.as_widget` would hand to a template for each widget."""
    widget = field.field.widget
    attributes = field.build_widget_attrs({} if field.use_fieldset else described) | {"id": field.auto_id}
    return widget.get_context(field.html_name, field.value(), attributes)["widget"]


def _attributes(widget: dict[str, Any], kind: str) -> dict[str, Any]:
    own = {"type": widget["type"], "value": widget["value"]} if kind in {"input", "box"} else {}
    return {"name": widget["name"], **own, **widget["attrs"]}


def _choice(option: dict[str, Any]) -> Choice:
    own = {} if option["type"] == "select" else {"type": option["type"], "name": option["name"]}
    attributes = _written({**own, "value": option["value"], **option["attrs"]})
    return Choice(option["label"], attributes, option["attrs"].get("id", ""))


def _written(attributes: Mapping[str, Any]) -> SafeString:
    """As django.forms.utils.flatatt, in a tenth of its time: here is most of what a form costs."""
    given = [(name, value) for name, value in attributes.items() if value is not None and value is not False]
    return SafeString(
        "".join(f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in given)
    )


@register.inclusion_tag("components/errors.html")
def errors(form: "BaseForm", *, focused: bool = True) -> dict[str, Any]:
    """What is to be corrected, each with the way to its field."""
    wrong = [field for field in form.visible_fields() if field.errors]
    loose = [*form.non_field_errors(), *(error for field in form.hidden_fields() for error in field.errors)]
    title = ""
    if wrong:
        words = ngettext("Une réponse est à corriger", "%(number)s réponses sont à corriger", len(wrong))
        title = words % {"number": len(wrong)}
    elif loose:
        title = loose.pop(0)
    linked = [(_anchor(field), field.label, error) for field in wrong for error in field.errors]
    return {"title": title, "loose": loose, "linked": linked, "focused": focused}


def _anchor(field: "BoundField") -> str:
    """Of a group, its first choice."""
    choices = (choice.id_for_label for choice in field.subwidgets)
    return field.id_for_label or next(choices, field.auto_id)
