"""All of an installation in one file, whatever its database and its store of documents: written while the portal
runs, and put back into an empty place."""
