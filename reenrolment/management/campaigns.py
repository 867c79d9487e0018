"""What the commands of re-enrolment have in common: which campaign is meant, and how a refusal is told."""

from abc import abstractmethod
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Site
from imuse.policies import Denied
from imuse.school_year import named
from reenrolment.models import Campaign


class CampaignCommand(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", required=True, help="Le nom du site.")
        parser.add_argument(
            "--year",
            type=int,
            help="L’année scolaire préparée, par l’année où elle commence ; sans elle, la prochaine.",
        )

    def handle(self, *, site: str, year: int | None, **options: Any) -> None:
        try:
            told = self.act(campaign_of(site, year), **options)
        except Denied as denied:
            raise CommandError(f"Nothing was done: {denied.reason}") from denied
        self.stdout.write(told)

    @abstractmethod
    def act(self, campaign: Campaign, **options: Any) -> str:
        """What was done, in figures."""


def check_is_not_over(campaign: Campaign) -> None:
    if campaign.phase() == Campaign.Phase.CLOSED:
        raise CommandError(f"Nothing was done: {campaign} is closed.")
    if campaign.year <= campaign.site.school_year():
        raise CommandError(f"Nothing was done: {named(campaign.year)} has begun.")


def campaign_of(name: str, year: int | None) -> Campaign:
    site = Site.objects.filter(name=name).first()
    if site is None:
        raise CommandError(f"There is no site {name!r}.")
    year = year or site.school_year() + 1
    campaign = Campaign.objects.filter(site=site, year=year).select_related("site").first()
    if campaign is None:
        raise CommandError(f"{name} has no campaign for {named(year)}.")
    return campaign
