"""How gunicorn serves the portal behind nginx; read with `gunicorn -c deploy/gunicorn.conf.py`."""

import multiprocessing
import os

wsgi_app = "config.wsgi:application"
bind = os.environ.get("GUNICORN_BIND", "unix:/run/portal/web.sock")
workers = int(os.environ.get("GUNICORN_WORKERS", multiprocessing.cpu_count() + 1))
worker_class = "sync"  # measured faster than threads: the template is the cost, not the waiting
timeout = 60
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200
preload_app = True
umask = 0o007
accesslog = None  # nginx writes it
errorlog = "-"
# Only our own nginx reaches the socket, and it overwrites these headers.
forwarded_allow_ips = "*"
control_socket_disable = True  # systemd manages the process; no second way in
