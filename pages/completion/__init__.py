"""What speakers fill in themselves, by a link that is theirs alone."""
