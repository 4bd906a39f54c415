"""Template filters and tags that all apps share."""
