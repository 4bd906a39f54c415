"""Everything that changes something in aid, in the office's own verbs."""
