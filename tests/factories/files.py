"""Files as families send them."""

import io
from itertools import accumulate

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PAPER, INK, CORNER = (250, 250, 245), (40, 40, 60), (200, 30, 60)
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def sent(content: bytes, name: str = "document.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def written(image: Image.Image, format_: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def a_page(width: int = 400, height: int = 300) -> Image.Image:
    """Lines of words, and a red mark in the upper left corner that tells which way is up."""
    page = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(page)
    for line in range(height // 3, height - 20, 30):
        pen.text((width // 10, line), "Attestation de quotient familial, 1 234,56 euros", fill=INK)
    pen.rectangle((0, 0, width // 4, height // 4), fill=CORNER)
    return page


def a_photo(width: int = 400, height: int = 300, *, orientation: int = 1, **options: object) -> bytes:
    """As a telephone writes it: the sensor's pixels, how it was held, where and with what."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "Telephone of Inès Leroy"
    exif.get_ifd(GPS)[2] = (48.0, 51.0, 30.0)
    turns = {3: 180, 6: 90, 8: 270}
    page = a_page(width, height).rotate(turns.get(orientation, 0), expand=True)
    return written(page, "JPEG", **{"exif": exif, "quality": 90} | options)


def a_pdf(pages: int = 1, **options: object) -> bytes:
    """From a library, as most programs write it. Words on it, so that a picture of it is not empty."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        words = f"BT /F1 24 Tf 72 720 Td (Page {number}) Tj ET".encode()
        page.Contents = document.make_stream(words)
    file = io.BytesIO()
    document.save(file, **options)
    return file.getvalue()


def a_pdf_by_hand(
    *objects: bytes, catalog: bytes = b"", page: bytes = b"", trailer: bytes = b"", version: bytes = b"1.7"
) -> bytes:
    """Byte for byte as given: `objects` are numbered from 4 on, after the catalog, the pages and the page."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R " + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842] " + page + b">>",
        *objects,
    ]
    head = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"
    parts = [b"%d 0 obj\n%b\nendobj\n" % (number, body) for number, body in enumerate(bodies, 1)]
    *places, end = accumulate(map(len, parts), initial=len(head))
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<</Size %d/Root 1 0 R %b>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, trailer, end)
    return head + b"".join(parts) + table + rows + tail


def a_stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d %b>>\nstream\n%b\nendstream" % (len(content), more, content)
