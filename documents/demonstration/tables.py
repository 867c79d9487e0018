"""What the tables of the demonstration's documents are made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from documents.models import Document, DocumentType
from imuse.uploads import SafeFile

Status, Answer = Document.Status, Document.Answer


@dataclass(frozen=True)
class Kind:
    name: str
    of: str = DocumentType.Of.FAMILY
    facts: dict[str, Any] = field(default_factory=dict)
    departments: tuple[str, ...] = ()
    blank: Callable[[], SafeFile] | None = None


@dataclass(frozen=True)
class Given:
    """So many days ago; decided the day after, where it is. `ends_in`: so many days from today, before it where less."""

    kind: str
    family: str
    file: Callable[[], SafeFile] | None = None
    student: str = ""  # by first name
    days_ago: int = 3
    status: str = Status.WAITING
    answer: str = Answer.FILE
    reason: str = ""
    ends_in: int | None = None


@dataclass(frozen=True)
class School:
    site: str
    kinds: list[Kind]
    given: list[Given]
