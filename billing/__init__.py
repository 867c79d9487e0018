"""What the school asks of its families, and what they pay."""
