"""Files that no parent means to send, each with a name and the word for its refusal."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf

from tests.factories.files import a_page, a_pdf, a_pdf_by_hand, a_photo, a_stream, written

FILES: dict[str, tuple[Callable[[], bytes], str]] = {}
SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
PROGRAM = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + bytes(50) + b"This program cannot be run in DOS mode"


def refused(word: str) -> Callable:
    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        FILES[make.__name__.strip("_").replace("_", " ")] = (make, word)
        return make

    return keep


def by_hand(name: str, word: str, *objects: bytes, **parts: bytes) -> None:
    FILES[name] = (lambda: a_pdf_by_hand(*objects, **parts), word)


ACTIVE = "pdf_active"
by_hand("script on opening", ACTIVE, SCRIPT, catalog=b"/OpenAction 4 0 R")
by_hand("script in the names", ACTIVE, SCRIPT, catalog=b"/Names<</JavaScript<</Names[(a)4 0 R]>>>>")
by_hand("script with escaped names", ACTIVE, b"<</S/J#61vaScript/#4a#53(a)>>", catalog=b"/OpenAction 4 0 R")
by_hand("script on a link", ACTIVE, b"<</Subtype/Link/A" + SCRIPT + b">>", page=b"/Annots[4 0 R]")
by_hand("script that nothing leads to", ACTIVE, SCRIPT)
by_hand(
    "script that follows",
    ACTIVE,
    b"<</S/GoTo/D[3 0 R/Fit]/Next" + SCRIPT + b">>",
    catalog=b"/OpenAction 4 0 R",
)
by_hand("script deep inside", ACTIVE, b"[" * 60 + SCRIPT + b"]" * 60)
by_hand("script in a stream's head", ACTIVE, a_stream(b"x", b"/A" + SCRIPT))
by_hand("script in the trailer", ACTIVE, trailer=b"/Info<</A" + SCRIPT + b">>")
by_hand("script as a stream", ACTIVE, b"<</S/JavaScript/JS 5 0 R>>", a_stream(b"app.alert(1)"))
by_hand("script whose kind is told elsewhere", ACTIVE, b"<</S 5 0 R/URI(a)>>", b"/JavaScript")
by_hand("launch of a program", ACTIVE, b"<</S/Launch/F(calc.exe)>>", catalog=b"/OpenAction 4 0 R")
by_hand("form that sends itself", ACTIVE, b"<</S/SubmitForm/F(https://a.example.org)>>")
by_hand("form that takes data in", ACTIVE, b"<</S/ImportData/F(a.fdf)>>")
by_hand("page of another file", ACTIVE, b"<</S/GoToR/F(\\\\\\\\a.example.org\\\\x)/D[0/Fit]>>")
by_hand("page of an embedded file", ACTIVE, b"<</S/GoToE/D[0/Fit]>>")
by_hand("address called on opening", ACTIVE, catalog=b"/OpenAction<</S/URI/URI(https://a.example.org)>>")
by_hand("printing on opening", ACTIVE, catalog=b"/OpenAction<</S/Named/N/Print>>")
by_hand("address called by a page", ACTIVE, page=b"/AA<</O<</S/URI/URI(https://a.example.org)>>>>")
by_hand("field that computes", ACTIVE, b"<</FT/Tx/AA<</K 5 0 R>>>>", b"<</S/URI>>")
by_hand("form of another kind", "pdf_form", a_stream(b"<xdp/>"), catalog=b"/AcroForm<</Fields[]/XFA 4 0 R>>")
ATTACHED = "pdf_attached"
by_hand(
    "attached file",
    ATTACHED,
    a_stream(b"x", b"/Type/EmbeddedFile"),
    catalog=b"/Names<</EmbeddedFiles<</Names[(a)<</EF<</F 4 0 R>>>>]>>>>",
)
by_hand("attached note", ATTACHED, b"<</Subtype/FileAttachment/FS<</F(a)>>>>", page=b"/Annots[4 0 R]")
by_hand("attached file that nothing leads to", ATTACHED, a_stream(b"x", b"/Type/Embedded#46ile"))
by_hand("film", ATTACHED, b"<</Subtype/Movie/Movie<</F(a.avi)>>>>")
by_hand("sound", ATTACHED, b"<</S/Sound/Sound 5 0 R>>", a_stream(b"x"))
by_hand("rendition", ATTACHED, b"<</S/Rendition/OP 0>>")
by_hand("rich media", ATTACHED, b"<</Subtype/RichMedia/RichMediaContent<<>>>>")
by_hand("drawing in space", ATTACHED, b"<</Subtype/3D/3DD 5 0 R>>", a_stream(b"x", b"/Subtype/U3D"))


def saved(change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    document = pikepdf.open(io.BytesIO(a_pdf()))
    change(document)
    file = io.BytesIO()
    document.save(file, **options)
    return file.getvalue()


PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


@refused(ACTIVE)
def script_in_an_object_stream() -> bytes:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return saved(
        lambda document: document.Root.update({"/OpenAction": document.make_indirect(action)}), **PACKED
    )


@refused(ATTACHED)
def attached_file_in_an_object_stream() -> bytes:
    return saved(lambda document: document.attachments.update({"a.txt": b"x"}), **PACKED)


@refused(ACTIVE)
def script_of_an_earlier_version() -> bytes:
    """Gone for a strict reader; one that mends what is broken may find it."""
    before = a_pdf_by_hand(SCRIPT)
    table = len(before) + len(b"4 0 obj\n<<>>\nendobj\n")
    earlier = int(before.split(b"startxref\n")[1].split(b"\n")[0])
    return (
        before
        + b"4 0 obj\n<<>>\nendobj\nxref\n4 1\n%010d 00000 n \n" % len(before)
        + b"trailer\n<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (earlier, table)
    )


@refused("pdf_locked")
def locked_with_a_password() -> bytes:
    return a_pdf(encryption=pikepdf.Encryption(owner="a", user="b"))


@refused("pdf_locked")
def locked_against_printing() -> bytes:
    return a_pdf(encryption=pikepdf.Encryption(owner="a", user=""))


@refused("pdf_broken")
def cut_off_pdf() -> bytes:
    return a_pdf()[:-60]


@refused("pdf_broken")
def pdf_with_a_wrong_table() -> bytes:
    content = a_pdf_by_hand()
    return content.replace(content.split(b"startxref\n")[1].split(b"\n")[0], b"17")


@refused("pdf_broken")
def pdf_whose_pages_go_round_in_a_ring() -> bytes:
    return a_pdf_by_hand().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")


@refused("pdf_broken")
def pdf_in_name_only() -> bytes:
    return b"%PDF-1.7\nnothing more\n%%EOF\n"


@refused("pdf_without_page")
def pdf_without_a_page() -> bytes:
    return a_pdf(0)


@refused("pdf_too_many_pages")
def pdf_of_201_pages() -> bytes:
    return a_pdf(201)


@refused("pdf_too_heavy")
def pdf_of_three_megabytes() -> bytes:
    return a_pdf_by_hand(a_stream(bytes(3 * 1024 * 1024)))


@refused("pdf_broken")
def pdf_nested_a_hundred_thousand_times() -> bytes:
    return a_pdf_by_hand(b"[" * 100_000 + b"]" * 100_000)


@refused("pdf_broken")
def object_stream_that_unfolds_to_gigabytes() -> bytes:
    packer = zlib.compressobj(1)
    zeros = bytes(2**24)
    packed = (
        packer.compress(b"5 0 ") + b"".join(packer.compress(zeros) for _time in range(20)) + packer.flush()
    )
    return with_packed_objects(a_stream(packed, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"))


def with_packed_objects(container: bytes) -> bytes:
    """Object 4 is the container of object 5; object 6 is the table."""
    plain = a_pdf_by_hand(container)
    body = plain[: plain.index(b"xref\n0 ")]
    places = [body.index(b"%d 0 obj" % number) for number in range(1, 5)]
    in_file = b"".join(b"\1" + place.to_bytes(4) + b"\0" for place in places)
    rows = bytes(6) + in_file + b"\2" + (4).to_bytes(4) + b"\0" + b"\1" + len(body).to_bytes(4) + b"\0"
    table = a_stream(rows, b"/Type/XRef/W[1 4 1]/Size 7/Root 1 0 R")
    return body + b"6 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


@refused("too_complicated")
def pdf_of_two_hundred_thousand_objects() -> bytes:
    return saved(
        lambda document: (
            [document.make_indirect(pikepdf.Dictionary()) for _time in range(200_000)]
            and document.Root.update({"/A": pikepdf.Array(list(document.objects)[-200_000:])})
        ),
        **PACKED,
    )


@refused("two_formats")
def pdf_with_something_behind() -> bytes:
    return a_pdf() + b"and more"


@refused("pdf_broken")
def pdf_with_a_blank_before() -> bytes:
    return b"\n\n" + a_pdf()


@refused("program")
def program_with_a_pdf_behind() -> bytes:
    return PROGRAM + a_pdf()


def an_archive(*names: str, before: bytes = b"") -> bytes:
    file = io.BytesIO()
    file.write(before)
    with zipfile.ZipFile(file, "a") as archive:
        for name in names or ("Main.class",):
            archive.writestr(name, "x")
    return file.getvalue()


@refused("two_formats")
def pdf_and_archive() -> bytes:
    return an_archive(before=a_pdf()) + b"\n%%EOF\n"


@refused("two_formats")
def pdf_and_page_with_a_script() -> bytes:
    return a_pdf().replace(b"\n", b"\n%" + HTML + b"\n", 1)


@refused("two_formats")
def pdf_and_program_of_a_server() -> bytes:
    return a_pdf_by_hand(b"(<?php system\\($_GET[0]\\); ?>)")


@refused("two_formats")
def photo_and_archive() -> bytes:
    return an_archive(before=a_photo())


@refused("two_formats")
def photo_and_pdf() -> bytes:
    photo = a_photo(exif=b"")
    comment = a_pdf()
    return photo[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + photo[2:]


@refused("two_formats")
def photo_with_a_pdf_behind() -> bytes:
    return a_photo() + a_pdf()


@refused("two_formats")
def photo_with_a_program_of_a_server() -> bytes:
    return a_photo(comment=b"<?php system($_GET[0]); ?>")


@refused("two_formats")
def photo_with_a_page_behind() -> bytes:
    return a_photo() + b"\n" + HTML


@refused("two_formats")
def photo_with_a_program_behind() -> bytes:
    return a_photo() + PROGRAM


@refused("two_formats")
def drawing_and_archive() -> bytes:
    return an_archive(before=written(a_page(), "PNG"))


@refused("two_formats")
def drawing_with_a_script() -> bytes:
    return a_png((b"tEXt", b"Comment\0" + HTML))


@refused("two_formats")
def drawing_with_a_program_behind() -> bytes:
    return written(a_page(), "PNG") + PROGRAM


@refused("gif")
def gif_and_archive() -> bytes:
    return an_archive(before=written(a_page(), "GIF"))


def a_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def a_png(
    *chunks: tuple[bytes, bytes], width: int = 64, height: int = 64, pixels: bytes | None = None
) -> bytes:
    """Grey, with whatever chunks before the pixels."""
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\0\0\0\0"
    rows = zlib.compress(bytes((width + 1) * height)) if pixels is None else pixels
    inside = [(b"IHDR", head), *chunks, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(a_chunk(*each) for each in inside)


@refused("image_too_large")
def drawing_of_gigabytes() -> bytes:
    return a_png(width=50_000, height=50_000, pixels=zlib.compress(bytes(1000)))


@refused("image_too_large")
def drawing_of_a_hundred_million_pixels() -> bytes:
    return a_png(width=10_000, height=10_000)


@refused("image_too_large")
def photo_that_claims_four_thousand_million_pixels() -> bytes:
    return claiming(a_photo(), 65_500, 65_500)


@refused("image_too_large")
def photo_in_scans_that_claims_a_hundred_million_pixels() -> bytes:
    return claiming(a_photo(progressive=True), 10_000, 10_000)


def claiming(photo: bytes, width: int, height: int) -> bytes:
    frame = next(place for place in (photo.find(b"\xff\xc0\0"), photo.find(b"\xff\xc2\0")) if place > 0)
    return photo[: frame + 5] + height.to_bytes(2) + width.to_bytes(2) + photo[frame + 9 :]


@refused("too_complicated")
def photo_with_endless_scans() -> bytes:
    photo = a_photo(progressive=True, exif=b"")
    last = photo.rindex(b"\xff\xda")
    return photo[:-2] + photo[last:-2] * 5000 + b"\xff\xd9"


@refused("image_broken")
def cut_off_photo() -> bytes:
    return a_photo()[:6000]


@refused("image_broken")
def photo_of_nothing() -> bytes:
    return b"\xff\xd8\xff\xd9"


@refused("image_broken")
def cut_off_drawing() -> bytes:
    return written(a_page(), "PNG")[:600]


@refused("image_broken")
def drawing_with_a_wrong_sum() -> bytes:
    content = bytearray(written(a_page(), "PNG"))
    content[30] ^= 0xFF
    return bytes(content)


@refused("image_broken")
def drawing_with_a_text_of_megabytes() -> bytes:
    return a_png((b"zTXt", b"Comment\0\0" + zlib.compress(bytes(2**26), 9)))


@refused("image_broken")
def iphone_photo_of_nothing() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
