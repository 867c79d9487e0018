#!/usr/bin/env python
import os
import sys
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, execute_from_command_line

from imuse import logs
from imuse.acting import acting


def tell_the_end(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Django prints a CommandError itself, unless --traceback asks to see everything."""
    hook = sys.__excepthook__ if issubclass(kind, CommandError) else logs.tell_the_end
    hook(kind, error, traceback)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    sys.excepthook = tell_the_end
    try:
        with acting(means=f"command:{sys.argv[1] if sys.argv[1:] else ''}"):
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as mistake:
        sys.exit(f"imuse: {mistake}")


if __name__ == "__main__":
    main()
