"""Podcasts and blogs by their RSS or Atom feeds: what was published, and never how many follow."""

from stats.platforms.feed.client import Blog, Podcast

__all__ = ["Blog", "Podcast"]
