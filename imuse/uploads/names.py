"""The name of a file: kept for the people who gave it, made harmless for the machines that will write it."""

import re
import unicodedata
from pathlib import PurePath

LONGEST = 100
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
# Said otherwise by the person, and as true.
AS_GOOD = {".jpeg": "image/jpeg", ".jpe": "image/jpeg", ".jfif": "image/jpeg"}
KNOWN = {*EXTENSIONS.values(), *AS_GOOD, ".heic", ".heif", ".hif"}
# Windows opens devices by these names, whatever the extension.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
# Folders, wildcards, and what ends a header or a quotation.
AMBIGUOUS = re.compile(r'[<>:"/\\|?*%;`]')
NAMELESS = "document"


def safe_name(name: str, content_type: str) -> str:
    """With the extension of what is kept: «Carte.HEIC» that became a JPEG is «Carte.jpg»."""
    stem, extension = _parted(_without_hidden(name))
    if AS_GOOD.get(extension) != content_type:
        extension = EXTENSIONS[content_type]
    stem = stem.strip(" .-_") or NAMELESS
    if RESERVED.match(stem):
        stem = f"_{stem}"
    return stem[: LONGEST - len(extension)].rstrip(" .") + extension


def _without_hidden(name: str) -> str:
    """Characters that show nothing, or turn the reading round («gpj.exe» read as «exe.jpg»), and spaces of all kinds."""
    composed = unicodedata.normalize("NFC", name)
    seen = "".join(" " if unicodedata.category(sign) in {"Zs", "Cc"} else sign for sign in composed)
    seen = "".join(sign for sign in seen if unicodedata.category(sign)[0] != "C")
    return re.sub(r"\s+", " ", AMBIGUOUS.sub("-", seen))


def _parted(name: str) -> tuple[str, str]:
    """Of «facture.pdf.jpg» every known extension goes: what is kept has one."""
    last = ""
    while (extension := PurePath(f"_{name}").suffix.lower()) in KNOWN:
        last = last or extension
        name = name[: -len(extension)]
    return name, last
