"""What stands above the columns of a file, in French or English: which column each is."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from imuse.importing.columns import Column
from imuse.keys import key
from imuse.policies import Denied

# Ours, in a file to mend: read past when it comes back.
TO_MEND = Column("to_mend", "Erreur", "Error")


def known(heads: Sequence[str], columns: Sequence[Column]) -> list[Column | None]:
    """The column below each heading, None below an empty one; Denied where one is not known, twice there, or missing."""
    every = (*columns, TO_MEND)
    by_name = {_plain(name): column for column in every for name in (column.french, column.english)}
    found: list[Column | None] = []
    for head in heads:
        column = by_name.get(_plain(head))
        if head and column is None:
            raise Denied(_unknown(head, columns))
        if column is not None and column in found:
            raise Denied(_("La colonne « %(name)s » est deux fois dans ce fichier.") % {"name": head})
        found.append(column)
    missing = [column.french for column in columns if column.required and column not in found]
    if missing:
        raise Denied(_("Il manque à ce fichier : %(names)s.") % {"names": ", ".join(missing)})
    return found


def is_ours(head: str) -> bool:
    return _plain(head) in {_plain(TO_MEND.french), _plain(TO_MEND.english)}


def _plain(head: str) -> str:
    """A star may mark what is required."""
    return key(head.replace("’", "'").strip(" *"))


def _unknown(head: str, columns: Sequence[Column]) -> str:
    return _("La colonne « %(name)s » n’est pas connue. Possible : %(names)s.") % {
        "name": head,
        "names": ", ".join(column.french for column in columns),
    }
