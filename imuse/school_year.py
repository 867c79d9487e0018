"""A school year is the number of the year in which it begins: 2026 is «2026/2027»."""

from datetime import date

FIRST_MONTH = 9


def school_year_of(day: date, first_month: int = FIRST_MONTH) -> int:
    return day.year if day.month >= first_month else day.year - 1


def named(year: int) -> str:
    return f"{year}/{year + 1}"
