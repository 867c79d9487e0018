"""The pages where a family keeps its records: what they show, take, refuse, and tell."""

import pytest

from accounts.models import Mail
from families.models import ChangeRequest, FieldRule
from tests.factories import PASSWORD, make_account, make_guardian
from tests.families.record_pages import errors, filled, rule, send, stamp_in, told

Rule, Status = FieldRule.Rule, ChangeRequest.Status


def test_edit_waits_and_is_marked_with_the_value_on_record(client, mine, luc) -> None:
    answer = send(client, mine, mobile="06 39 98 00 01", profession="Luthier")
    assert told(answer) == [
        "Votre fiche d'identité est mise à jour, en attente de validation par le personnel administratif. "
        "Un accusé de réception vous a été envoyé."
    ]
    shown = client.get(mine)
    form = shown.context["page"].form
    assert form.on_record == {"mobile": "06 39 98 12 34", "profession": "–"}
    assert (form["mobile"].value(), form["profession"].value()) == ("+33639980001", "Luthier")
    assert "Éléments modifiés - Fiche en attente de validation" in shown.content.decode()
    luc.refresh_from_db()
    assert luc.mobile == "+33639981234"


def test_form_sent_as_it_was_shown_asks_nothing(client, mine) -> None:
    assert told(send(client, mine)) == ["Aucune modification"]
    assert (ChangeRequest.objects.count(), Mail.objects.count()) == (0, 0)


def test_telephone_typed_otherwise_is_the_same(client, mine) -> None:
    assert told(send(client, mine, mobile="06.39.98.12.34")) == ["Aucune modification"]


def test_who_has_no_address_is_promised_no_mail(client, mine, moreau) -> None:
    moreau.email = ""
    moreau.save()
    assert "accusé de réception" not in told(send(client, mine, profession="Luthier"))[0]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("last_name", "", "Ce champ est à remplir."),
        ("last_name", "M" * 81, "80"),
        ("mobile", "bonjour", "Ce n’est pas un numéro de téléphone."),
        ("mobile", "06 39 98 1", "Ce numéro a 7 chiffres"),
        ("email", "luc", "Une adresse e-mail s’écrit comme nom@exemple.fr."),
        ("postal_code", "9" * 13, "12"),
        ("civility", "Mademoiselle", "Sélectionnez un choix valide."),
    ],
)
def test_wrong_answer_gets_its_own_sentence_and_the_rest_is_kept(
    client, mine, field, typed, sentence
) -> None:
    answer = send(client, mine, **({"profession": "Luthier"} | {field: typed}))
    assert list(errors(answer)) == ([field, "current_password"] if field == "email" else [field])
    assert sentence in errors(answer)[field][0]
    form = answer.context["page"].form
    assert (form["profession"].value(), form[field].value()) == ("Luthier", typed)
    assert ChangeRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2014", "Cette date n’existe pas."),
        ("demain", "Cette date n’existe pas."),
        ("01/01/2999", "Cette date est à venir"),
    ],
)
def test_birth_date(client, mine, lea, typed, sentence) -> None:
    answer = send(client, f"/eleves/{lea.pk}", birth_date=typed)
    assert sentence in errors(answer)["birth_date"][0]
    assert answer.context["page"].form["birth_date"].value() == typed


def test_birth_date_is_read_as_it_is_written(client, mine, lea) -> None:
    send(client, f"/eleves/{lea.pk}", birth_date="28/05/2014")
    assert ChangeRequest.objects.get().values == {"person.birth_date": [None, "2014-05-28"]}


# The e-mail


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("", "indiquez votre mot de passe actuel"), ("Faux", "Ce n’est pas votre mot de passe actuel.")],
)
def test_change_of_email_asks_the_password(client, mine, password, sentence) -> None:
    answer = send(client, mine, email="nouveau@example.org", current_password=password)
    assert sentence in errors(answer)["current_password"][0]
    assert ChangeRequest.objects.count() == 0


def test_change_of_email_with_the_password(client, mine, moreau) -> None:
    send(client, mine, email="nouveau@example.org", current_password=PASSWORD)
    assert ChangeRequest.objects.get().values == {
        "guardian.email": ["luc@example.org", "nouveau@example.org"]
    }
    moreau.refresh_from_db()
    assert moreau.email == "luc@example.org"


def test_email_of_who_cannot_sign_in_needs_no_password(client, mine, family) -> None:
    anne = make_guardian(family, "Anne")
    address = f"/famille/responsables/{anne.pk}"
    assert "current_password" not in client.get(address).context["page"].form.fields
    send(client, address, email="anne@example.org")
    assert ChangeRequest.objects.get().person == anne.person


# What the school makes of each field


@pytest.mark.parametrize("what", [Rule.READ_ONLY, Rule.HIDDEN])
def test_field_that_the_school_closed_is_changed_by_no_request(client, mine, family, what) -> None:
    rule(family.site, "profession", what)
    shown = client.get(mine)
    assert "profession" not in shown.context["page"].form.fields
    assert ("Profession" in shown.content.decode()) == (what == Rule.READ_ONLY)
    forged = filled(shown, profession="Luthier", seen='{"profession": ""}')
    assert told(client.post(mine, forged)) == ["Aucune modification"]
    assert ChangeRequest.objects.count() == 0


def test_field_that_was_closed_while_the_form_was_open(client, mine, family) -> None:
    answers = filled(client.get(mine), profession="Luthier", first_name="Lucas")
    rule(family.site, "profession", Rule.READ_ONLY)
    client.post(mine, answers)
    assert list(ChangeRequest.objects.get().values) == ["person.first_name"]


def test_field_that_was_opened_while_the_form_was_open_is_not_emptied(client, mine, family, luc) -> None:
    rule(family.site, "mobile", Rule.HIDDEN)
    answers = filled(client.get(mine), profession="Luthier")
    FieldRule.objects.all().delete()
    client.post(mine, answers)
    assert list(ChangeRequest.objects.get().values) == ["person.profession"]


def test_required_by_the_school(client, mine, family) -> None:
    rule(family.site, "profession", Rule.REVIEWED, is_required=True)
    assert errors(send(client, mine)) == {"profession": ["Ce champ est à remplir."]}


def test_free_field_applies_at_once(client, mine, family, luc) -> None:
    rule(family.site, "mobile", Rule.FREE)
    assert told(send(client, mine, mobile="06 39 98 00 01")) == ["Vos modifications sont enregistrées."]
    luc.refresh_from_db()
    assert luc.mobile == "+33639980001"
    verdicts = client.get(mine).context["page"].verdicts
    assert [(each.label, each.state) for each in verdicts] == [("Mobile", "Appliqué")]


# Meanwhile


def test_field_left_alone_takes_what_changed_meanwhile(client, mine, luc) -> None:
    answers = filled(client.get(mine), profession="Luthier")
    luc.city = "Nantes"
    luc.save()
    client.post(mine, answers)
    assert ChangeRequest.objects.get().values == {"person.profession": ["", "Luthier"]}


def test_field_that_changed_meanwhile_is_shown_with_both_values(client, mine, luc) -> None:
    answers = filled(client.get(mine), city="Rennes", profession="Luthier")
    luc.city, luc.address_1 = "Nantes", "3, quai de la Fosse"
    luc.save()
    answer = client.post(mine, answers)
    assert "Entre-temps, cette réponse est devenue «\u00a0Nantes\u00a0»" in errors(answer)["city"][0]
    form = answer.context["page"].form
    assert (form["city"].value(), form["address_1"].value()) == ("Rennes", "3, quai de la Fosse")
    assert ChangeRequest.objects.count() == 0
    client.post(mine, filled(answer))
    values = ChangeRequest.objects.get().values
    assert values == {"guardian.city": ["Nantes", "Rennes"], "person.profession": ["", "Luthier"]}


def test_other_guardian_s_newer_request_is_shown(client, mine, family, lea) -> None:
    address = f"/eleves/{lea.pk}"
    answers = filled(client.get(address), birth_place="Rennes")
    anne = make_account("anne1", family.site)
    make_guardian(family, "Anne", anne)
    send(type(client)().enter(anne), address, birth_place="Nantes")
    answer = client.post(address, answers)
    assert "«\u00a0Nantes\u00a0»" in errors(answer)["birth_place"][0]
    assert ChangeRequest.objects.get().values == {"person.birth_place": ["", "Nantes"]}


# Following


def test_withdrawn_from_the_page(client, mine) -> None:
    send(client, mine, profession="Luthier")
    answer = client.post(mine, {"withdraw": ChangeRequest.objects.get().pk})
    assert told(answer)[-1] == "Votre demande est retirée\u00a0: la fiche reste comme elle est."
    assert ChangeRequest.objects.get().status == Status.WITHDRAWN
    answer = client.post(mine, {"withdraw": ChangeRequest.objects.get().pk})
    assert "n’attend plus" in told(answer)[-1]


def test_withdrawal_after_the_session_leaves_the_form_as_it_is(client, mine, moreau) -> None:
    send(client, mine, profession="Luthier")
    withdrawal = {"withdraw": ChangeRequest.objects.get().pk, "stamp": stamp_in(client.get(mine))}
    late = type(client)()
    assert late.post(mine, withdrawal).status_code == 302
    form = late.enter(moreau).get(mine).context["page"].form
    assert (form["last_name"].value(), form["profession"].value()) == ("Moreau", "Luthier")
    assert form["seen"].value() == form.what_is_shown()


def test_edit_after_the_session_is_given_back_and_compared(client, mine, luc, moreau) -> None:
    shown = client.get(mine)
    edit = filled(shown, city="Rennes") | {"stamp": stamp_in(shown)}
    late = type(client)()
    assert late.post(mine, edit).status_code == 302
    luc.city = "Nantes"
    luc.save()
    answer = late.enter(moreau).post(mine, filled(late.get(mine)))
    assert "«\u00a0Nantes\u00a0»" in errors(answer)["city"][0]


def test_refusal_is_shown_with_its_reason_until_it_is_read(client, mine, refused) -> None:
    shown = client.get(mine).content.decode()
    assert ("Modification refusée" in shown, shown.count("Une pièce manque.")) == (True, 2)
    assert "Modification refusée" in client.get("/accueil").content.decode()
    client.post(mine, {"read": refused.pk})
    shown = client.get(mine).content.decode()
    assert ("Modification refusée" in shown, shown.count("Une pièce manque.")) == (False, 1)
    assert "Modification refusée" not in client.get("/accueil").content.decode()


def test_what_waits_is_on_the_front_page(client, mine, lea) -> None:
    send(client, mine, profession="Luthier")
    send(client, f"/eleves/{lea.pk}", birth_place="Nantes")
    lines = {line.url: str(line.title) for line in client.get("/accueil").context["waiting"]}
    assert lines == {
        "/famille": "Modification envoyée\u00a0: Luc Moreau",
        f"/eleves/{lea.pk}?de=accueil": "Modification envoyée\u00a0: Léa Moreau",
    }
