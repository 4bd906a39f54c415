"""What `make run` does once the packages are there: database, demonstration, server and worker."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from serve import address, port_problem, serve  # noqa: E402 -- the path must be set first


def main() -> int:
    """Prepare the database and serve; return the exit code."""
    host, port = address(os.environ)
    if problem := port_problem(host, port):
        return stop(problem)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    try:
        django.setup()
        prepare()
    except ImproperlyConfigured as error:
        return stop(str(error))
    except OperationalError as error:
        return stop(f"the database does not answer ({str(error).strip()}). Check DATABASE_URL, or unset it.")
    except CommandError as error:
        return stop(str(error))
    return serve(host, port, root=ROOT)


def prepare() -> None:
    """Migrate; load the demonstration if this database was made by this or an interrupted first start."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    pending = Path(settings.DATA_DIR) / "first-start.pending"
    if "django_migrations" not in connection.introspection.table_names():
        pending.parent.mkdir(parents=True, exist_ok=True)
        pending.touch()
        print("Creating the database ...", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    if pending.exists():
        print("Loading the demonstration (once) ...", flush=True)
        call_command("demo", "--first-start")
        pending.unlink()
    call_command("demo", "--show")
    connection.close()


def stop(reason: str) -> int:
    """Print one sentence and return the exit code of a failure."""
    print(f"Stopped: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
