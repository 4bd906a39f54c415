#!/bin/sh
# What portal-backup.service does each night: back up, read the backup again, read every issued file again.
# Each step runs whatever the one before said; one that failed fails the unit.
# Run in the portal's folder: deploy/night.sh FOLDER_OF_BACKUPS
python=${PYTHON:-.venv/bin/python}
failed=0
"$python" manage.py backup "$1" --keep 30 || failed=1
"$python" manage.py backup "$1" --check || failed=1
"$python" manage.py check_issued || failed=1
exit "$failed"
