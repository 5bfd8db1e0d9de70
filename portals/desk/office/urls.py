"""The office: people, tiers, the market, letters, jobs, one's own settings."""

from django.urls import path

from portals.desk.office import benchmarks, beside, jobs, letters, market, office, people, platforms, silence, stages

urlpatterns = [
    path("", office.home, name="office"),
    path("settings", office.settings_of_office, name="office-settings"),
    path("profile", office.profile, name="profile"),
    path("people/", people.people, name="people"),
    path("people/invite", people.invite, name="invite"),
    path("people/<str:public_id>/role", people.role, name="person-role"),
    path("people/<str:public_id>/deactivate", people.deactivate, name="person-deactivate"),
    path("people/<str:public_id>/reactivate", people.reactivate, name="person-reactivate"),
    path("invitations/<str:public_id>/revoke", people.revoke, name="invitation-revoke"),
    path("tiers/", market.tiers, name="tiers"),
    path("tiers/<slug:key>/use", market.use_tier, name="tier-use"),
    path("stages/", stages.stages, name="stages"),
    path("benchmarks/", benchmarks.benchmarks, name="benchmarks"),
    path("benchmarks/add", benchmarks.add, name="benchmark-add"),
    path("benchmarks/<str:public_id>/edit", benchmarks.edit, name="benchmark-edit"),
    path("benchmarks/<str:public_id>/remove", benchmarks.remove, name="benchmark-remove"),
    path("exclusivity/", silence.defaults, name="office-exclusivity"),
    path("categories/", market.categories, name="categories"),
    path("categories/add", market.add_category, name="category-add"),
    path("categories/<slug:key>/rename", market.rename_category, name="category-rename"),
    path("categories/<slug:key>/move", market.move_category, name="category-move"),
    path("categories/<slug:key>/archive", market.archive_category, name="category-archive"),
    path("categories/<slug:key>/beside", beside.add, name="category-beside"),
    path("category-clashes/<int:pk>/remove", beside.remove, name="category-beside-remove"),
    path("platforms/", platforms.platforms, name="platforms"),
    path("platforms/<slug:platform>/key", platforms.enter, name="platform-key"),
    path("platforms/<slug:platform>/remove", platforms.remove, name="platform-remove"),
    path("platforms/<slug:platform>/try", platforms.try_key, name="platform-try"),
    path("messages/", letters.messages, name="messages"),
    path("messages/<str:public_id>/", letters.message, name="message"),
    path("messages/<str:public_id>/edit", letters.edit_message, name="message-edit"),
    path("messages/<str:public_id>/send", letters.send_message, name="message-send"),
    path("messages/<str:public_id>/drop", letters.drop_message, name="message-drop"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<str:public_id>/retry", jobs.retry_job, name="job-retry"),
    path("jobs/<str:public_id>/cancel", jobs.cancel_job, name="job-cancel"),
]
