from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Importe les cours et leurs inscrits : tout le fichier, ou rien. Une seconde fois ne change rien."
    kind = "courses"
