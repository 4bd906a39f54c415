"""The pinned plan of each page, one file per app."""
