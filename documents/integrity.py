"""Each file that a row names is in the store, and holds what was taken."""

from collections.abc import Iterator

from documents.models import Document, DocumentType
from imuse import integrity
from imuse.bulk import in_batches

AT_ONCE = 500


def lost_files() -> Iterator[str]:
    """One that its row let go meanwhile is no fault."""
    for model in (Document, DocumentType):
        for batch in in_batches(model.objects.exclude(path=""), AT_ONCE):
            for row in batch:
                fault = integrity.fault_of_file(row.path, row.digest)
                if fault and model.objects.filter(pk=row.pk, path=row.path).exists():
                    yield f"{row._meta.model_name} {row.pk}: {fault}"  # noqa: SLF001 - Django's documented name


CHECKS = {"papers": lost_files}
