"""The code on a receipt and on a printed form: it finds the student's file again, and a slip of the pen is seen."""

# Letters that cannot be taken for another, or for a figure; a prime number of them.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def code_of(campaign_id: int, student_id: int) -> str:
    """«12-3456-K»."""
    return f"{campaign_id}-{student_id}-{_letter(campaign_id, student_id)}"


def read(typed: str) -> tuple[int, int] | None:
    """Campaign and student; nothing where it is no code."""
    parts = typed.strip().upper().replace(" ", "").split("-")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 16 for part in parts[:2]):
        return None
    campaign_id, student_id = int(parts[0]), int(parts[1])
    return (campaign_id, student_id) if parts[2] == _letter(campaign_id, student_id) else None


def _letter(campaign_id: int, student_id: int) -> str:
    figures = f"{campaign_id}{student_id}"
    return LETTERS[sum(place * int(figure) for place, figure in enumerate(figures, start=2)) % len(LETTERS)]
