"""Listing pages copied as text: one layout a module."""
