"""Which URLs there are."""

urlpatterns = []
