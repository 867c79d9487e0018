"""The schools, who signs in, and how."""
