"""Everything that changes the catalogues and the accounts, in the office's own verbs."""
