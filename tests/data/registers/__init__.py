"""Registers as an office keeps them, and the script that made them."""
