"""What a sent file really is, and made safe to keep and to show: the one place that everything uploaded goes through."""

from imuse.uploads.files import ACCEPT, WHAT_IS_TAKEN, SafeFile, accept_file, preview
from imuse.uploads.logos import MAX_BYTES, MEGABYTE, SafeImage, accept_image

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "MEGABYTE",
    "WHAT_IS_TAKEN",
    "SafeFile",
    "SafeImage",
    "accept_file",
    "accept_image",
    "preview",
]
