"""Commands of aid."""
