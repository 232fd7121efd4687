"""Who may do what below which page."""
