"""What people compare, search and sort by. Made in Python: the databases fold accents differently."""

import unicodedata


def key(text: str) -> str:
    """The text without case, accents or surplus blanks: «  ÉRIC » is «eric»."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(bare.split())
