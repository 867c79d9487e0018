from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import payments of another program as they were, with their numbers: all of the file, or nothing."
    kind = "payments"
