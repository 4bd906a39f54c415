"""Columns that the portal fills itself: folded search text and Vietnamese sort keys."""

from django.db import migrations, models

from core.text import fold, person_sort_key, sort_key


class FoldedField(models.TextField):
    """Lower-case text without marks (đ→d), made from other columns at every write; what search looks at."""

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__("chữ để tìm", *args, **kwargs)

    def deconstruct(self):
        """Return the migration form; `sources` stays in code, it does not change the column."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("verbose_name", None)
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        """Return the folded text of the source columns and keep it on the instance."""
        if hasattr(model_instance, "history_id") or getattr(model_instance, "is_finished", False):
            return getattr(model_instance, self.attname)
        parts = []
        for source in self.sources:
            value = getattr(model_instance, source)
            parts.extend(str(part) for part in value) if isinstance(value, list) else parts.append(
                str(value or "")
            )
        folded = fold(" ".join(parts))
        setattr(model_instance, self.attname, folded)
        return folded


def fill_folded(app, model, *columns, said=None):
    """Return what a migration runs to fill a new folded column of rows that are there already.

    It folds the values of `columns`, paths over foreign keys too, or what `said` makes of them.
    """

    def fill(apps, schema_editor):
        rows = apps.get_model(app, model)._base_manager.using(schema_editor.connection.alias)
        for pk, *values in rows.order_by("pk").values_list("pk", *columns).iterator():
            texts = said(*values) if said else values
            rows.filter(pk=pk).update(search_text=fold(" ".join(str(text or "") for text in texts)))

    return migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)


class SortKeyField(models.CharField):
    """A key that sorts by the Vietnamese alphabet on every database; people by given name."""

    def __init__(self, *args, source="name", is_person=False, **kwargs):
        self.source = source
        self.is_person = is_person
        kwargs.setdefault("max_length", 600)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("db_index", True)
        super().__init__("khóa sắp xếp", *args, **kwargs)

    def deconstruct(self):
        """Return the migration form without what does not change the column."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("verbose_name", None)
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        """Return the sort key of the source column and keep it on the instance."""
        if hasattr(model_instance, "history_id") or getattr(model_instance, "is_finished", False):
            return getattr(model_instance, self.attname)
        text = getattr(model_instance, self.source) or ""
        key = (person_sort_key(text) if self.is_person else sort_key(text))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key
