"""Who may do what in a community, and who decides about it."""
