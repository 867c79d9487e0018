"""A page as a picture. The office looks at pictures: no reader of ours or of a browser opens what a family sent."""

import io

from PIL import Image

from imuse.inspection.findings import PDF, RefusedError
from imuse.inspection.images import BROKEN, fitted, on_white, opened

SIDE = 1600


def of_page(content: bytes, kind: str, number: int) -> bytes:
    try:
        picture = _of_pdf(content, number) if kind == PDF else opened(content, kind)
    except BROKEN as fault:
        raise RefusedError("no_such_page") from fault
    file = io.BytesIO()
    fitted(on_white(picture), SIDE).convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()


def _of_pdf(content: bytes, number: int) -> Image.Image:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()  # or else what a parent typed into a form would not be drawn
        page = document[number - 1]
        scale = SIDE / max(*page.get_size(), 1)
        return page.render(scale=scale, rev_byteorder=True).to_pil()
    except pypdfium2.PdfiumError as fault:
        raise RefusedError("no_such_page") from fault
