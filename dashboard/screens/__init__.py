"""The screens: each draws one view of an open map."""
