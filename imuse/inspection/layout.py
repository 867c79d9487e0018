"""How an image file is laid out: its parts one after the other, without a look at the pixels."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# In a JPEG the pixels end at a marker that is neither an escaped FF nor a restart.
MARKER = re.compile(rb"\xff([^\0\xd0-\xd7\xff])")
IMAGE_START, IMAGE_END, PIXELS = 0xD8, 0xD9, 0xDA
ALONE = {0x01, IMAGE_START}
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
BLOCK = 128  # bytes that the decoder keeps for 64 coefficients


class Part(NamedTuple):
    kind: int | bytes
    body: bytes
    end: int  # where it ends in the file


def of_jpeg(content: bytes) -> Iterator[Part]:
    """Up to the end of the first image."""
    place = 2
    while found := MARKER.search(content, place):
        marker, place = found[1][0], found.end()
        if marker == IMAGE_END:
            yield Part(marker, b"", place)
            return
        if marker not in ALONE:
            body_end = place + max(2, int.from_bytes(content[place : place + 2]))
            yield Part(marker, content[place + 2 : body_end], body_end)
            place = body_end


def of_png(content: bytes) -> Iterator[Part]:
    """Without the pixels."""
    place = 8
    while place + 8 <= len(content):
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        end = place + 12 + length
        if kind != b"IDAT":
            yield Part(kind, content[place + 8 : end - 4], end)
        if kind == b"IEND":
            return
        place = end


def scans_and_coefficients(content: bytes) -> tuple[int, int]:
    """How many times the decoder goes over the image, and the bytes that it keeps meanwhile: none if it goes once."""
    scans, frame, first = 0, b"", b""
    for part in of_jpeg(content):
        if part.kind in FRAMES:
            frame = frame or part.body
        elif part.kind == PIXELS:
            scans, first = scans + 1, first or part.body
    if not frame or not first or (scans == 1 and first[0] == frame[5]):
        return scans, 0
    return scans, _blocks(frame) * BLOCK


def _blocks(frame: bytes) -> int:
    height, width = int.from_bytes(frame[1:3]), int.from_bytes(frame[3:5])
    shares = [(sampling >> 4, sampling & 15) for sampling in frame[7::3]]
    whole = max((across for across, _down in shares), default=1) * max(
        (down for _across, down in shares), default=1
    )
    return (
        sum(across * down for across, down in shares) * (width // 8 + 1) * (height // 8 + 1) // (whole or 1)
    )
