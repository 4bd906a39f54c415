"""Registers that are not in the portal's own form: how they are laid out, what each row and cell says."""
