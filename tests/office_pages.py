"""What a page of the office would send as it stands, and what it answers."""

import re
from typing import Any

from django.forms import BaseForm, CheckboxInput

ROW = re.compile(r"^([a-z]+)_(\d+)_")


def held(form: BaseForm) -> dict[str, Any]:
    """The fields as they are shown: a box that is not ticked sends nothing, an empty field an empty word."""
    sent = {}
    for field in form:
        if field.field.disabled:
            continue
        value = field.value()
        if isinstance(field.field.widget, CheckboxInput):
            if value:
                sent[field.html_name] = "on"
        else:
            shown = field.field.widget.format_value(value)
            chosen = [shown] if isinstance(shown, str) else shown
            sent |= {field.html_name: chosen} if chosen else {}
    return sent


def sent(response: Any, **changes: Any) -> dict[str, Any]:
    """The whole page. Of a row, `enrolments_0_cycle` is the field «enrolments-0-cycle»."""
    assert response.status_code == 200
    form = held(response.context["adminform"].form)
    for shown in response.context["inline_admin_formsets"]:
        for each in (shown.formset.management_form, *shown.formset.forms):
            form |= held(each)
    return form | {ROW.sub(r"\1-\2-", name): value for name, value in changes.items()}


def errors(response: Any) -> dict[str, list[str]]:
    """Of the form and of the rows on its page."""
    assert response.status_code == 200, response
    found = dict(response.context["adminform"].form.errors)
    for shown in response.context["inline_admin_formsets"]:
        for form in shown.formset.forms:
            found |= {form.add_prefix(name): list(words) for name, words in form.errors.items()}
        if shown.formset.non_form_errors():
            found[shown.formset.prefix] = list(shown.formset.non_form_errors())
    return {name: list(words) for name, words in found.items()}


def saved(response: Any) -> str:
    """Where it leads."""
    assert response.status_code == 302, errors(response)
    return response["Location"]


def rows(response: Any) -> list:
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def act(client: Any, address: str, action: str, *chosen: Any) -> list[str]:
    """One of the list's actions, on these; and what is said of it."""
    form = {"action": action, "_selected_action": [each.pk for each in chosen], "index": 0}
    response = client.post(address, form, follow=True)
    return [str(message) for message in response.context["messages"]]
