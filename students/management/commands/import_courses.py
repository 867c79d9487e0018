from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Import courses with who is enrolled in them: all of the file, or nothing. Again, it changes nothing."
    )
    kind = "courses"
