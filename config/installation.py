"""What an installation makes for itself on its first start."""

import os
import secrets
import tempfile
from pathlib import Path


def own_secret_key(data_dir: Path) -> str:
    """Return the random key of this development installation; the first call creates it (mode 0600)."""
    path = data_dir / "secret.key"
    if not path.exists():
        data_dir.mkdir(mode=0o750, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=data_dir, prefix="secret.key.")
        try:
            os.write(handle, secrets.token_urlsafe(64).encode())
            os.close(handle)
            # A link appears whole or not at all: two processes that start together read the same key.
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first; its key counts
        finally:
            os.unlink(draft)
    return path.read_text()
