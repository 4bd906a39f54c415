"""Backup and restore: database, files and their checksums, whole or not at all (docs/operations.md)."""

from core.backup.manifest import BackupError, Manifest, newest_backup, read_manifest
from core.backup.restoring import restore
from core.backup.taking import take_backup

__all__ = ["BackupError", "Manifest", "newest_backup", "read_manifest", "restore", "take_backup"]
