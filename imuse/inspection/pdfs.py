"""A PDF is kept as it was sent, so that a signature on it stays good; so it may hold nothing that acts by itself."""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from imuse.inspection.findings import RefusedError

MOST_PAGES = 200
MOST_OBJECTS = 100_000
MOST_PARTS = 20_000  # of one object that has to be looked into

# Each with the word for it: as a key, as what an action does, or as the type of what is shown.
KEYS = {
    "/JS": "pdf_active",
    "/JavaScript": "pdf_active",
    "/XFA": "pdf_form",
    "/EmbeddedFiles": "pdf_attached",
    "/RichMediaContent": "pdf_attached",
    "/RichMediaSettings": "pdf_attached",
    "/3DD": "pdf_attached",
}
ACTIONS = {
    "/JavaScript": "pdf_active",
    "/Launch": "pdf_active",
    "/SubmitForm": "pdf_active",
    "/ImportData": "pdf_active",
    "/GoToR": "pdf_active",
    "/GoToE": "pdf_active",
    "/Rendition": "pdf_attached",
    "/Movie": "pdf_attached",
    "/Sound": "pdf_attached",
    "/RichMediaExecute": "pdf_attached",
    "/GoTo3DView": "pdf_attached",
}
TYPES = {
    "/EmbeddedFile": "pdf_attached",
    "/FileAttachment": "pdf_attached",
    "/RichMedia": "pdf_attached",
    "/Movie": "pdf_attached",
    "/Sound": "pdf_attached",
    "/Screen": "pdf_attached",
    "/3D": "pdf_attached",
    "/U3D": "pdf_attached",
    "/PRC": "pdf_attached",
}
FILES = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}
NAMES = sorted({*KEYS, *ACTIONS, *TYPES, "/OpenAction", "/AA", "/EF"}, key=len, reverse=True)
A_NAME = re.compile(
    b"(?:" + b"|".join(re.escape(name.encode()) for name in NAMES) + rb")(?![^\s()<>\[\]{}/%])"
)
# Long enough not to come about by chance in what is compressed. They are looked for in the bytes as well: a reader
# that mends a file may find an object that a strict one does not see.
IN_BYTES = re.compile(rb"/(?:JavaScript|Launch|SubmitForm|ImportData|EmbeddedFile|RichMedia)")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
HARMLESS = ("reported number of objects", "Resources is missing")
END = re.compile(rb"%%EOF[\0\t\n\f\r ]*\Z")


def check(content: bytes) -> int:
    """How many pages."""
    if not END.search(content):
        raise RefusedError("two_formats" if b"%%EOF" in content else "pdf_broken")
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as document:
            return _check(document, content)
    except pikepdf.PasswordError as fault:
        raise RefusedError("pdf_locked") from fault
    except (
        pikepdf.PdfError,
        pikepdf.ForeignObjectError,
        ValueError,
        KeyError,
        TypeError,
        RuntimeError,
    ) as fault:
        raise RefusedError("pdf_broken") from fault


def _check(document: pikepdf.Pdf, content: bytes) -> int:
    if document.is_encrypted:
        raise RefusedError("pdf_locked")
    if len(document.objects) > MOST_OBJECTS:
        raise RefusedError("too_complicated")
    for each in document.objects:
        _check_object(each)
    _check_object(document.trailer)
    warnings = map(str, document.get_warnings())
    if not all(any(harmless in warning for harmless in HARMLESS) for warning in warnings):
        raise RefusedError("pdf_broken")  # what the library could not read, it did not show us either
    if IN_BYTES.search(_unescaped(content)):
        raise RefusedError("pdf_active")
    pages = len(document.pages)
    if not pages:
        raise RefusedError("pdf_without_page")
    if pages > MOST_PAGES:
        raise RefusedError("pdf_too_many_pages", pages=pages)
    return pages


def _unescaped(content: bytes) -> bytes:
    """In a name, #61 is another way to write «a»."""
    return ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), content)


def _check_object(each: Object) -> None:
    """Most objects hold no name of ours; the library says so faster than we could walk through them."""
    whole = each.stream_dict if isinstance(each, Stream) else each
    if isinstance(whole, Object) and A_NAME.search(whole.unparse(resolved=True)):
        _walk(whole)


def _walk(whole: Object) -> None:
    word = _word_for_name(whole)  # which some action may give as its own, by its number
    if word:
        raise RefusedError(word)
    parts, seen = [whole], 0
    while parts:
        part = parts.pop()
        seen += 1
        if seen > MOST_PARTS:
            raise RefusedError("too_complicated")
        if isinstance(part, Stream):
            continue
        if isinstance(part, Dictionary):
            _judge(part)
        if isinstance(part, Dictionary | Array):
            values = part.values() if isinstance(part, Dictionary) else part
            parts += [value for value in values if isinstance(value, Object) and not value.is_indirect]


def _judge(part: Dictionary) -> None:
    keys = set(part.keys())
    word = next((KEYS[key] for key in keys & set(KEYS)), "")
    word = word or next(
        filter(None, (_word_for_name(part.get(key)) for key in ("/S", "/Subtype", "/Type"))), ""
    )
    if "/OpenAction" in keys and not _only_opens_at_a_page(part["/OpenAction"]):
        word = word or "pdf_active"
    if "/AA" in keys and _has_actions(part["/AA"]):
        word = word or "pdf_active"
    if "/EF" in keys and _has_files(part["/EF"]):
        word = word or "pdf_attached"
    if word:
        raise RefusedError(word)


def _word_for_name(value: Object | None) -> str:
    name = str(value) if isinstance(value, Name) else ""
    return ACTIONS.get(name) or TYPES.get(name, "")


def _has_actions(value: Object) -> bool:
    """A typeface may happen to be called AA as well."""
    return isinstance(value, Dictionary) and any(
        isinstance(action, Dictionary) and "/S" in action for action in value.values()
    )


def _has_files(value: Object) -> bool:
    return isinstance(value, Dictionary) and not FILES.isdisjoint(value.keys())


def _only_opens_at_a_page(action: Object) -> bool:
    """LibreOffice and LaTeX write «open at page 1» into every PDF."""
    return isinstance(action, Array) or (isinstance(action, Dictionary) and action.get("/S") == Name.GoTo)
