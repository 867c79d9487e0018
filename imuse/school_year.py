"""A school year is the number of the year in which it begins: 2026 is «2026/2027»."""

from datetime import date


def school_year_of(day: date, first_month: int) -> int:
    return day.year if day.month >= first_month else day.year - 1


def named(year: int) -> str:
    return f"{year}/{year + 1}"
