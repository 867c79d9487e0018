from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Importe les élèves et leur place dans les familles : tout le fichier, ou rien. Une seconde fois ne change rien."
    kind = "students"
