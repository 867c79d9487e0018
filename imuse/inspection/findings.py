"""What the process tells the portal: a word, never a sentence; `imuse.uploads.sentences` has those."""

JPEG, PNG, HEIC, PDF = "image/jpeg", "image/png", "image/heic", "application/pdf"
MEGABYTE = 1024 * 1024
MAX_KEPT = 2 * MEGABYTE


class RefusedError(Exception):
    """With the word for it, and the figures that its sentence tells."""

    def __init__(self, word: str, **figures: int) -> None:
        super().__init__(word)
        self.word = word
        self.figures = figures
