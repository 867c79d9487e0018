"""What the school asks its families for, and what they gave."""
