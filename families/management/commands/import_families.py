from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import families with their guardians: all of the file, or nothing. Again, it changes nothing."
    kind = "families"
