from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Importe les familles et leurs responsables : tout le fichier, ou rien. Une seconde fois ne change rien."
    kind = "families"
