"""Tables with a column a field: one format a module."""
