"""A school year as the demonstration sees it: nothing has been taught after yesterday."""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone

DAY = timedelta(days=1)
EVENING = time(18, 40)


class Year:
    def __init__(self, number: int, *, first_month: int, today: date) -> None:
        self.number = number
        self.first_day = date(number, first_month, 1)
        self.last_day = min(today - DAY, date(number + 1, 7, 4))

    def day(self, part: float) -> date:
        """When that part of the lessons was over: at 1, all that have been given."""
        taught = self.last_day - self.first_day
        return min(self.last_day, self.first_day + timedelta(days=round(taught.days * part)))

    def lesson(self, part: float, weekday: int) -> date:
        """The last lesson by then."""
        day = self.day(part)
        return day - timedelta(days=(day.weekday() - weekday) % 7)

    def on(self, month: int, day: int) -> date:
        return date(self.number + (month < self.first_day.month), month, day)

    def birth_date(self, age: int, month: int, day: int) -> date:
        """Of who is that old when the year begins."""
        begins = (self.first_day.month, self.first_day.day)
        return date(self.number - age - ((month, day) > begins), month, day)


@cache
def evening_of(day: date) -> datetime:
    """When teachers record what they gave that day."""
    return timezone.make_aware(datetime.combine(day, EVENING))
