"""What the school teaches, to whom, and what is recorded of it."""
