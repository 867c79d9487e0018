"""Python reads this before anything else where PYTHONPATH names its folder: the program then lives on another day."""

import os
import time
from datetime import UTC, datetime, timedelta

import time_machine

moved = timedelta(seconds=float(os.environ["CLOCK_MOVED_BY"]))
time_machine.travel(datetime.now(UTC) + moved, tick=True).start()
time.time()  # its clock begins to go when it is first asked
