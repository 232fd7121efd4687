"""Which links are dead."""
