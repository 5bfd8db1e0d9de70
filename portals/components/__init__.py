"""The parts of pages, in Python; `portals.templatetags.parts` gives them their tags."""
