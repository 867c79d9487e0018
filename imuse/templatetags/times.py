"""Hours, durations and days as they are said."""

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from imuse.school_year import named

register = template.Library()


@register.filter
def hour(time: datetime.time) -> str:
    words = pgettext("time of day", "%(hours)d h %(minutes)02d")
    return words % {"hours": time.hour, "minutes": time.minute}


@register.filter
def duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        words = pgettext("duration", "%(minutes)d min")
    elif not rest:
        words = pgettext("duration", "%(hours)d h")
    else:
        words = pgettext("duration", "%(hours)d h %(minutes)02d")
    return words % {"hours": hours, "minutes": rest}


@register.filter
def age(since: datetime.datetime) -> str:
    """«2 jours». Django would count «0 minute»."""
    is_new = timezone.now() - since < datetime.timedelta(minutes=1)
    return _("moins d’une minute") if is_new else timesince(since, depth=1)


@register.filter
def weekday(date: datetime.date) -> str:
    return date_format(date, "l").capitalize()


@register.filter
def day_and_month(date: datetime.date) -> str:
    first, others = pgettext("format of the first of a month", r"j\e\r F"), pgettext("format of a day", "j F")
    return date_format(date, first if date.day == 1 else others)


@register.filter
def full_day(date: datetime.date) -> str:
    """«1er octobre 2026»."""
    first = pgettext("format of the first of a month, with its year", r"j\e\r F Y")
    others = pgettext("format of a day, with its year", "j F Y")
    return date_format(date, first if date.day == 1 else others)


@register.filter
def full_moment(moment: datetime.datetime) -> str:
    """«dimanche 28 juin à 23 h 59», where the school is."""
    local = timezone.localtime(moment)
    words = {"weekday": date_format(local, "l"), "day": day_and_month(local), "hour": hour(local)}
    return pgettext("moment", "%(weekday)s %(day)s à %(hour)s") % words


@register.filter
def dated_moment(moment: datetime.datetime) -> str:
    """«12 mai 2026 à 14 h 03», where the school is."""
    local = timezone.localtime(moment)
    return pgettext("moment", "%(day)s à %(hour)s") % {"day": full_day(local), "hour": hour(local)}


@register.filter
def school_year(year: int) -> str:
    """2026 is «2026/2027»."""
    return named(year)
