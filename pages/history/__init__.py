"""What changed on a page in public, in words."""
