from documents.admin.document import DocumentAdmin
from documents.admin.document_type import DocumentTypeAdmin
from documents.admin.rows import DocumentsOfFamily, DocumentsOfStudent

__all__ = ["DocumentAdmin", "DocumentTypeAdmin", "DocumentsOfFamily", "DocumentsOfStudent"]
