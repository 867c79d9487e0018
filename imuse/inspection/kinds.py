"""What a file is, by its content alone: a name can say anything.

Signatures of our own, not libmagic's database: four kinds are taken, the others are named for the sentence only.
"""

import re
from collections.abc import Callable

from imuse.inspection.findings import HEIC, JPEG, PDF, PNG, RefusedError

HEAD = 1024
TAKEN = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"%PDF-": PDF}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# What other files begin with, and the word for them.
OTHERS = (
    (rb"GIF8[79]a", "gif"),
    (rb"RIFF....WEBP", "webp"),
    (rb"II\*\0|MM\0\*|II\+\0|MM\0\+", "tiff"),
    (rb"BM....\0\0\0\0", "bmp"),
    (rb"\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n", "jpeg_xl"),
    (rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51", "jpeg_2000"),
    (rb"....ftypavi[fs]", "avif"),
    (rb"....ftyp|RIFF....AVI |\x1aE\xdf\xa3|\0\0\x01[\xb3\xba]|....moov", "video"),
    (rb"ID3|OggS|fLaC|RIFF....WAVE|\xff[\xf2\xf3\xfb]", "sound"),
    (rb"MZ|\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|#!", "program"),
    (rb"\{\\rtf", "word"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (rb"Rar!\x1a\x07|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ\0", "archive"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "postscript"),
    (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!doctype svg[^>]*>\s*)?<svg", "svg"),
    (
        rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script|\?php|!--|meta|\?xml|div|p\b)",
        "web_page",
    ),
)
# What a ZIP holds, and the word for it. The first entries say it, and the directory at the end.
IN_ZIP = (
    (rb"mimetypeapplication/vnd\.oasis\.opendocument|mimetypeapplication/vnd\.sun", "open_document"),
    (rb"\bword/", "word"),
    (rb"\bxl/", "spreadsheet"),
    (rb"\bppt/", "slides"),
    (rb"Index/|preview\.jpg|buildVersionHistory\.plist", "pages"),
)


def kind_of(content: bytes) -> str:
    """One of the four that are taken."""
    for beginning, kind in TAKEN.items():
        if content.startswith(beginning):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS and b"avif" not in content[8:32]:
        return HEIC
    raise RefusedError(word_for(content))


def word_for(content: bytes) -> str:
    """For what is not taken."""
    head = content[:HEAD]
    if not content.strip(b"\0\t\n\r "):
        return "empty"
    if content.startswith(b"PK"):
        return _first(IN_ZIP, content[: 64 * HEAD] + content[-64 * HEAD :], re.search) or "archive"
    if b"%PDF-" in head and not head.split(b"%PDF-")[0].strip(b"\xef\xbb\xbf\0\t\n\r "):
        return "pdf_broken"
    return _first(OTHERS, head, re.match) or ("text" if _is_text(head) else "unknown")


def _first(patterns: tuple[tuple[bytes, str], ...], content: bytes, find: Callable) -> str:
    return next((word for pattern, word in patterns if find(pattern, content, re.DOTALL | re.IGNORECASE)), "")


def _is_text(head: bytes) -> bool:
    return not re.search(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]", head)
