"""The tables of a portal made from its models, for a database of its own: seconds instead of a minute.

That the migrations end in the same tables is asked in tests/config/test_migrations.py.
"""


def make_tables():
    """Make every table in the empty database of DATABASE_URL; the migrations stand as gone through."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    migrations = list(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    modules = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {app.label: None for app in django.apps.apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    # No model: a migration makes it.
    call_command("createcachetable", verbosity=0)
    settings.MIGRATION_MODULES = modules
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in migrations:
        recorder.record_applied(app, name)
