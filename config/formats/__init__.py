"""Vietnamese formats, found through FORMAT_MODULE_PATH."""
