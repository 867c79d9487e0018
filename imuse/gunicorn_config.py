"""How gunicorn serves the portal. GUNICORN_CMD_ARGS in the environment overrides any of it."""

import os

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from imuse.logs import formatter
from imuse.supervisor import die_with_parent, listening_address

bind = "{}:{}".format(*listening_address())

worker_class = "gthread"
workers = len(os.sched_getaffinity(0))
threads = 8  # some wait: for PayFiP, for a slow upload, for a first sending; the others serve pages meanwhile
graceful_timeout = 15

# The workers' sign of life is a file: on a slow disk it blocks them, in memory never.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 the file has no name

# The longest address is a filtered list, the largest field the cookies; proxies add a dozen fields.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

# By default a proxy may rewrite SCRIPT_NAME and PATH_INFO with headers of those names; none of ours does.
forwarder_headers = ""

accesslog = None
errorlog = "-"
# For the first process; each worker loads the portal, whose settings say the same (LOGGING).
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"chosen": {"()": formatter}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "chosen"}},
    "root": {"handlers": ["stderr"]},
    "loggers": {"gunicorn.error": {"handlers": [], "propagate": True}},
}
# Since 25.1 gunicorn listens on a socket below the home folder, for a command that we do not use.
control_socket_disable = True


def post_fork(server: Arbiter, worker: Worker) -> None:  # noqa: ARG001 gunicorn counts the arguments
    die_with_parent(server.pid)
