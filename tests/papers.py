"""What a PDF says, and how it says it to a screen reader."""

from collections import Counter
from io import BytesIO

import pikepdf
from pypdf import PdfReader


def text_of(content: bytes) -> str:
    """On one line, without the spaces that only look different."""
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def tags_of(content: bytes) -> Counter[str]:
    with pikepdf.open(BytesIO(content)) as pdf:
        return Counter(_tags(pdf.Root.StructTreeRoot))


def _tags(element: pikepdf.Object) -> list[str]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    own = [str(element["/S"])[1:]] if "/S" in element else []
    return own + [tag for kid in kids if isinstance(kid, pikepdf.Dictionary) for tag in _tags(kid)]


def facts_of(content: bytes) -> dict[str, str]:
    """Title and language, and which standard it says it keeps."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return {
            "title": str(pdf.docinfo["/Title"]),
            "language": str(pdf.Root.Lang),
            "standard": f"ua-{pdf.open_metadata()['pdfuaid:part']}",
            "shows_title": str(pdf.Root.ViewerPreferences.DisplayDocTitle),
        }
