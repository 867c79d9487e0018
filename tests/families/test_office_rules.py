"""Rules of fields in the office: what a school lets its families see and change."""

import pytest

from families.models import FieldRule
from tests.office_pages import errors, rows, saved, sent

RULES = "/gestion/families/fieldrule/"


def change(obj) -> str:
    return f"/gestion/families/{obj._meta.model_name}/{obj.pk}/change/"


def test_direction_makes_rules_of_what_families_see(client, direction, gounod) -> None:
    client.enter(direction)
    page = client.get(f"{RULES}add/")
    offered = dict(page.context["adminform"].form.fields["of"].choices)
    assert (offered["Responsable"][0], offered["Élève"][1]) == (
        ("guardian.civility", "Civilité"),
        ("student.sex", "Sexe"),
    )
    saved(client.post(f"{RULES}add/", sent(page, of="guardian.mobile", rule="free", is_required="on")))
    rule = FieldRule.objects.get()
    assert (rule.site, rule.record, rule.field, rule.rule, rule.is_required) == (
        gounod,
        "guardian",
        "mobile",
        "free",
        True,
    )
    assert str(rule) == "responsable · mobile"


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"of": "guardian.fax"}, {"of": ["Ce champ a déjà une règle sur ce site."]}),
        (
            {"of": "guardian.nothing"},
            {"of": ["Sélectionnez un choix valide. guardian.nothing n’en fait pas partie."]},
        ),
        (
            {"of": "student.fax", "rule": "hidden", "is_required": "on"},
            {"is_required": ["Un champ obligatoire est modifiable."]},
        ),
    ],
    ids=str,
)
def test_rule_that_cannot_be_is_told_at_its_field(client, direction, gounod, typed, sentences) -> None:
    FieldRule.objects.create(site=gounod, record="guardian", field="fax", rule="hidden")
    page = client.enter(direction).get(f"{RULES}add/")
    assert errors(client.post(f"{RULES}add/", sent(page, **typed))) == sentences


def test_rule_changes_and_its_field_does_not(client, direction, gounod) -> None:
    rule = FieldRule.objects.create(site=gounod, record="guardian", field="fax", rule="hidden")
    client.enter(direction)
    page = client.get(change(rule))
    assert list(page.context["adminform"].form.fields) == ["rule", "is_required"]
    saved(client.post(change(rule), sent(page, rule="free", of="guardian.mobile", record="student")))
    rule.refresh_from_db()
    assert (rule.record, rule.field, rule.rule) == ("guardian", "fax", "free")


def test_rules_are_narrowed_by_record(client, direction, gounod) -> None:
    rules = [
        FieldRule.objects.create(site=gounod, record=record, field="fax", rule="hidden")
        for record in ("guardian", "student")
    ]
    assert rows(client.enter(direction).get(RULES, {"fiche": "student"})) == rules[1:]
