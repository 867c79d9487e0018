"""The yearly window in which families say which students come back, and to what."""
