BROKEN = "The archive is broken or incomplete: nothing of it was kept. Take another one."


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """A sentence for whoever typed the command; nothing was kept of what was begun."""
