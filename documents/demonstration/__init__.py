"""The demonstration's documents (SPEC 10): what each school asks for, and what its families gave."""


def fill() -> None:
    pass
