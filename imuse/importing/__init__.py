"""Import and export: what the pages of «Gestion» and the commands share, and what each app fills in for its own.

A file is read row by row (`reading`), its headings are known (`headings`), its rows are put together to units, a
family, an invoice (`units`), and each app says what a unit would change (`kinds`, `drafts`). Nothing here writes.
"""
