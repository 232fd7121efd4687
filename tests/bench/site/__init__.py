"""What the public site costs, and how soon it shows what was published."""
