"""Kinds of documents: one function each, data in, blocks out."""
