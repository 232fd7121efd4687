"""What needs attention: findings of the checks, kept by page, shown, and mended where the mending is certain."""
