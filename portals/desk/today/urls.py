"""Today."""

from django.urls import path

from portals.desk.today import today

urlpatterns = [path("", today.today, name="today")]
