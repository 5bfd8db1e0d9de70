"""Twitch Helix: public figures of channels, with the office's own app."""

from stats.platforms.twitch.client import Twitch

__all__ = ["Twitch"]
