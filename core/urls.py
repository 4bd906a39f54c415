"""Which URLs there are in core: the catalogues, search, history."""

app_name = "core"
urlpatterns: list = []
