"""Who of the staff may open what: each kind of document says it for the secrétariat and the régie; the direction
opens all of its school's, pédagogie none."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import User


def sites_as(user: "User", role: Role) -> set[int]:
    return {post.site_id for post in user.held_posts if post.role == role}


def may_be_opened_by(user: "User", of: str = "") -> Q:
    """`of` is the way to the kind of document, «type__»."""
    if user.is_superuser:
        return Q()
    return (
        Q(**{f"{of}site__in": sites_as(user, Role.DIRECTION)})
        | Q(**{f"{of}site__in": sites_as(user, Role.SECRETARIAT), f"{of}open_to_secretariat": True})
        | Q(**{f"{of}site__in": sites_as(user, Role.REGIE), f"{of}open_to_regie": True})
    )
