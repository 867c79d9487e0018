"""What the office's forms are sent, and what they answer."""

from accounts.models import Site

SITES = "/gestion/accounts/site/"
FAMILIES = "/gestion/accounts/familyaccount/"
STAFF = "/gestion/accounts/staffaccount/"
REQUIRED = "Ce champ est obligatoire."
TAKEN = "Cet identifiant est déjà pris."


def rows(response) -> list:
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def saved(response) -> None:
    assert response.status_code == 302, errors(response)


def family(site: Site, **changes: str) -> dict[str, object]:
    return {"site": site.pk, "identifier": "nouveau1", "last_name": "Nouveau", "is_active": "on", **changes}


def settings_of(site: Site, **changes: object) -> dict[str, object]:
    names = (
        "name",
        "accent",
        "idle_minutes",
        "sign_out_label",
        "password_min_length",
        "lost_password",
        "year_starts_in",
        "evaluations_shown_after",
    )
    return {name: getattr(site, name) for name in names} | {"is_open": "on", **changes}
