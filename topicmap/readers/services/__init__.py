"""Open sources of papers, in the JSON and XML that they hand out: one module per source."""
