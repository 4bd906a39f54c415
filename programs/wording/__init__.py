"""The text of a draft as values: read from Word, set into a tree, compared, counted. Knows no database."""
