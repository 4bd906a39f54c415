"""Static files of a production installation."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; source maps are left alone because the vendored kit ships without them."""

    support_js_module_import_aggregation = False
    patterns = tuple(
        (
            extension,
            tuple(
                pattern
                for pattern in found
                if "sourceMappingURL" not in (pattern if isinstance(pattern, str) else pattern[0])
            ),
        )
        for extension, found in CompressedManifestStaticFilesStorage.patterns
    )
