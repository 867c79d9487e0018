"""Months are counted as people count them: a month after 31 January is the last day of February."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
