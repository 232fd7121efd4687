"""The weekly mail: what the first page of the admin shows."""
