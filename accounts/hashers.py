from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with the parameters that docs/decisions/0007-argon2.md measured and chose."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
