from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Importe les paiements d’un autre logiciel, tels quels, avec leurs numéros : tout le fichier, ou rien."
    kind = "payments"
