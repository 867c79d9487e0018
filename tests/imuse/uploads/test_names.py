"""A file's name: as the person wrote it, as far as machines can bear."""

import pytest

from imuse.uploads.names import safe_name

JPEG, PDF = "image/jpeg", "application/pdf"


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("Carte d’identité – recto.jpg", JPEG, "Carte d’identité – recto.jpg"),
        ("IMG_0412.HEIC", JPEG, "IMG_0412.jpg"),
        ("IMG_0412.JPEG", JPEG, "IMG_0412.jpeg"),
        ("capture.png", JPEG, "capture.jpg"),
        ("avis.pdf.jpg", PDF, "avis.pdf"),
        ("contrat.docx", PDF, "contrat.docx.pdf"),
        ("../../etc/passwd", PDF, "etc-passwd.pdf"),
        (r"C:\Users\ines\avis.pdf", PDF, "C--Users-ines-avis.pdf"),
        ("avis\u202efdp.exe", PDF, "avisfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "a Set-Cookie- x.pdf"),
        ('"a";b.pdf', PDF, "a--b.pdf"),
        ("\u200bé\u0301te\u0301.pdf", PDF, "é\u0301té.pdf"),
        ("con.pdf", PDF, "_con.pdf"),
        ("NUL.txt.pdf", PDF, "_NUL.txt.pdf"),
        ("COM1", PDF, "_COM1.pdf"),
        ("concert.pdf", PDF, "concert.pdf"),
        ("", PDF, "document.pdf"),
        (".pdf", PDF, "document.pdf"),
        ("...", JPEG, "document.jpg"),
        ("x" * 300 + ".pdf", PDF, "x" * 96 + ".pdf"),
    ],
)
def test_name_is_kept_for_people_and_made_safe_for_machines(given: str, kind: str, kept: str) -> None:
    assert safe_name(given, kind) == kept
