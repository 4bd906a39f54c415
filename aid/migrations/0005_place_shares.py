"""Items that work in several communes get equal shares, so that they sum to 100 per cent."""

from collections import defaultdict

from django.db import migrations

WHOLE = 10_000


def share_out(apps, schema_editor):
    """Give the communes of each item equal shares; the first ones take what is left over."""
    places = apps.get_model("aid", "ItemPlace")
    of_item = defaultdict(list)
    for pk, item_id in places.objects.order_by("item_id", "pk").values_list("pk", "item_id").iterator():
        of_item[item_id].append(pk)
    for pks in of_item.values():
        part, rest = divmod(WHOLE, len(pks))
        for n, pk in enumerate(pks):
            if len(pks) > 1:
                places.objects.filter(pk=pk).update(share_e2=part + (n < rest))


class Migration(migrations.Migration):
    dependencies = [("aid", "0004_aid_desk")]

    operations = [migrations.RunPython(share_out, migrations.RunPython.noop)]
