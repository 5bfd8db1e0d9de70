"""Facebook Login: a Page, read with the consent of somebody who runs it."""

from stats.platforms.facebook_login.login import FacebookLogin

__all__ = ["FacebookLogin"]
