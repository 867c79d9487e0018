from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import students with their places in families: all of the file, or nothing. Again, it changes nothing."
    kind = "students"
