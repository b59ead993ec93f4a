"""Bibliographies as reference managers and libraries export them: one format a module."""
