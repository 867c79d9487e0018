"""Honest files of other kinds, each with the word for what to do with it."""

from tests.factories.files import a_page, written
from tests.imuse.uploads.hostile import HTML, PROGRAM, an_archive

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
OPEN_DOCUMENT = an_archive(
    "content.xml",
    before=b"PK\3\4\x14\0\0\0\0\0" + bytes(16) + b"\x08\0'\0mimetypeapplication/vnd.oasis.opendocument.text",
)

FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\0", "empty"),
    "text": ("Chère école,\nvoici le numéro.".encode(), "text"),
    "noise": (bytes(range(1, 200)), "unknown"),
    "word": (an_archive("[Content_Types].xml", "word/document.xml"), "word"),
    "old word": (OLD_OFFICE, "office"),
    "rich text": (rb"{\rtf1\ansi Bonjour}", "word"),
    "spreadsheet": (an_archive("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet"),
    "slides": (an_archive("[Content_Types].xml", "ppt/presentation.xml"), "slides"),
    "open document": (OPEN_DOCUMENT, "open_document"),
    "pages": (an_archive("Index/Document.iwa", "preview.jpg"), "pages"),
    "archive": (an_archive("a.jpg"), "archive"),
    "other archive": (b"Rar!\x1a\x07\0" + bytes(20), "archive"),
    "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
    "web page": (HTML, "web_page"),
    "gif": (written(a_page(), "GIF"), "gif"),
    "webp": (written(a_page(), "WEBP"), "webp"),
    "tiff": (written(a_page(), "TIFF"), "tiff"),
    "bmp": (written(a_page(), "BMP"), "bmp"),
    "avif": (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "avif"),
    "video": (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", "video"),
    "sound": (b"ID3\4\0\0\0\0\0\0", "sound"),
    "program": (PROGRAM, "program"),
    "for a printer": (b"%!PS-Adobe-3.0\n", "postscript"),
}
