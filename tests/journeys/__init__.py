"""Whole journeys through the site in Chromium, as the people of the three portals take them."""
