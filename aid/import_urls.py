"""Which pages the import from spreadsheets has."""

urlpatterns: list = []
