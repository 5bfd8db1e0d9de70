"""The office's apps at the platforms, with which talents connect accounts of their own."""

from agency.settings.env import env

LOGIN_CLIENTS = {
    "tiktok": {
        "client_id": env.str("TIKTOK_CLIENT_ID", ""),
        "client_secret": env.str("TIKTOK_CLIENT_SECRET", ""),
    },
    "instagram": {
        "client_id": env.str("INSTAGRAM_CLIENT_ID", ""),
        "client_secret": env.str("INSTAGRAM_CLIENT_SECRET", ""),
    },
    "youtube": {
        "client_id": env.str("YOUTUBE_CLIENT_ID", ""),
        "client_secret": env.str("YOUTUBE_CLIENT_SECRET", ""),
    },
    "facebook": {
        "client_id": env.str("FACEBOOK_CLIENT_ID", ""),
        "client_secret": env.str("FACEBOOK_CLIENT_SECRET", ""),
    },
}
# Calls that the office's app may make in a day where talents connected, where that is less than anybody asks for.
LOGIN_DAILY_UNITS = {"youtube": env.int("YOUTUBE_LOGIN_DAILY_UNITS", 10_000)}
LOGIN_URLS = {
    "tiktok": {
        "authorize": env.str("LOGIN_URL_TIKTOK", "https://www.tiktok.com/v2/auth/authorize/"),
        "api": env.str("PLATFORM_URL_TIKTOK", "https://open.tiktokapis.com/v2").rstrip("/"),
    },
    "instagram": {
        "authorize": env.str("LOGIN_URL_INSTAGRAM", "https://www.instagram.com/oauth/authorize"),
        "token": env.str("TOKEN_URL_INSTAGRAM", "https://api.instagram.com/oauth/access_token"),
        "graph": env.str("GRAPH_URL_INSTAGRAM", "https://graph.instagram.com").rstrip("/"),
        "version": env.str("GRAPH_VERSION_INSTAGRAM", "v26.0"),
    },
    "youtube": {
        "authorize": env.str("LOGIN_URL_YOUTUBE", "https://accounts.google.com/o/oauth2/v2/auth"),
        "token": env.str("TOKEN_URL_YOUTUBE", "https://oauth2.googleapis.com").rstrip("/"),
        "api": env.str("PLATFORM_URL_YOUTUBE", "https://www.googleapis.com/youtube/v3").rstrip("/"),
        "analytics": env.str("ANALYTICS_URL_YOUTUBE", "https://youtubeanalytics.googleapis.com/v2").rstrip("/"),
    },
    "facebook": {
        "authorize": env.str("LOGIN_URL_FACEBOOK", "https://www.facebook.com/v26.0/dialog/oauth"),
        "graph": env.str("PLATFORM_URL_FACEBOOK", "https://graph.facebook.com/v26.0").rstrip("/"),
    },
}
# Where an owner sees which apps they let in, and takes one out again.
LOGIN_SETTINGS = {
    "tiktok": env.str("SETTINGS_URL_TIKTOK", "https://www.tiktok.com/setting"),
    "instagram": env.str("SETTINGS_URL_INSTAGRAM", "https://www.instagram.com/accounts/manage_access/"),
    "youtube": env.str("SETTINGS_URL_YOUTUBE", "https://myaccount.google.com/connections"),
    "facebook": env.str("SETTINGS_URL_FACEBOOK", "https://www.facebook.com/settings?tab=business_tools"),
}
