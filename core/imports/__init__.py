"""Taking in tables: from checked rows to records, all or none, each upload with its verdict."""
