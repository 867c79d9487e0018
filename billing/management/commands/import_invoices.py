from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Importe les factures d’un autre logiciel, telles quelles, avec leurs numéros : tout le fichier, ou rien."
    kind = "invoices"
