"""Turn a pile of research abstracts into an interactive map of its topics."""
