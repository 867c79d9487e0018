"""A file of the school's becomes rows: looked at, shown, confirmed, written. Pages and commands share all of it."""
