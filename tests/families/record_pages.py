"""What a browser sends from a record's page, and what the page tells."""

import re

from django.contrib.messages import get_messages

from families.models import FieldRule


def filled(response, **answers) -> dict[str, str]:
    """The form as a browser would send it, with these answers."""
    assert response.status_code == 200, response
    form = response.context["page"].form
    shown = {field.html_name: field.field.widget.format_value(field.value()) for field in form}
    boxes = [field.html_name for field in form if field.field.widget.input_type == "checkbox"]
    sent = {name: value or "" for name, value in shown.items() if name not in boxes}
    sent |= {name: "on" for name in boxes if form[name].value()}
    return {name: value for name, value in (sent | answers).items() if value is not None}


def send(client, path: str, **answers):
    return client.post(path, filled(client.get(path), **answers))


def stamp_in(response) -> str:
    """Of the page that a form stands on."""
    return re.search(r'name="stamp" value="([^"]+)"', response.content.decode())[1]


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200, response
    return response.context["page"].form.errors


def rule(site, field: str, what: str, *, record: str = "guardian", is_required: bool = False) -> None:
    FieldRule.objects.create(site=site, record=record, field=field, rule=what, is_required=is_required)
