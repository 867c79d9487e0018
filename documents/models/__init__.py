from documents.models.document import Document
from documents.models.document_type import DocumentType
from documents.models.look import DocumentLook

__all__ = ["Document", "DocumentLook", "DocumentType"]
