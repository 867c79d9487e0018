"""What a household ticks and writes on the page of a student."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from imuse.policies import Denied
from reenrolment.models import Campaign, Draft, Remark
from reenrolment.options import Option, ticked_in
from reenrolment.standing import Standing


class NothingTickedError(Denied):
    """It is told at the boxes."""


class Wish(NamedTuple):
    """`wanted` are the keys of the boxes ticked."""

    is_administrative: bool = False
    wanted: tuple[str, ...] = ()
    is_leaving: bool = False
    leaving_reason: str = ""
    comment: str = ""

    @property
    def says_something(self) -> bool:
        return self.is_administrative or bool(self.wanted) or self.is_leaving


class Kept(NamedTuple):
    """A draft, with the names of its boxes, for who was slower: nobody overwrites it unseen."""

    draft: Draft
    names: list[str]


def as_it_is_kept(standing: Standing, options: Iterable[Option]) -> Kept | None:
    draft = standing.draft
    return Kept(draft, [each.name for each in options if each.key in draft.wanted]) if draft else None


def offers_administrative(campaign: Campaign, options: Iterable[Option]) -> bool:
    """In both modes to who has no course; by course, to nobody else."""
    return not campaign.is_by_course or not list(options)


def drafted(draft: Draft) -> Wish:
    return Wish(
        draft.is_administrative, tuple(draft.wanted), draft.is_leaving, draft.leaving_reason, draft.comment
    )


def sent_by_household(standing: Standing, options: Iterable[Option]) -> Wish:
    """What is sent, with this household's own words."""
    sent = standing.reenrolment
    if sent is None:
        return Wish()
    remark = Remark.objects.filter(reenrolment=sent, family=standing.family).first()
    return Wish(
        sent.is_administrative,
        tuple(ticked_in(sent, options)),
        sent.is_leaving,
        sent.reason_told_to(standing.family),
        remark.text if remark else "",
    )


def latest(standing: Standing, options: Iterable[Option]) -> Wish:
    """What the page shows: the draft, else what is sent."""
    return drafted(standing.draft) if standing.draft else sent_by_household(standing, options)


def sensible(wish: Wish, standing: Standing, options: Iterable[Option]) -> Wish:
    """Boxes that the page offers; who leaves continues nothing, who stays has no reason to leave."""
    campaign, options = standing.campaign, list(options)
    offered = [option.key for option in options] if campaign.is_by_course else []
    stays = not wish.is_leaving
    return Wish(
        is_administrative=stays and wish.is_administrative and offers_administrative(campaign, options),
        wanted=tuple(key for key in offered if stays and key in wish.wanted),
        is_leaving=wish.is_leaving,
        leaving_reason="" if stays else wish.leaving_reason.strip(),
        comment=wish.comment.strip().replace("\r\n", "\n") if standing.takes_words else "",
    )


def check_says_something(wish: Wish, campaign: Campaign, options: Iterable[Option]) -> None:
    if wish.says_something:
        return
    if offers_administrative(campaign, options):
        raise NothingTickedError(_("Cochez d’abord « Réinscription administrative »."))
    raise NothingTickedError(_("Cochez d’abord ce que l’élève continue."))
