"""Snapshots in monthly partitions, and the platforms' quotas."""

import django.db.models.deletion
from django.db import migrations, models


# Partitioned by month, so that a month of ten million rows is dropped, moved or vacuumed alone. Months are made by
# `stats.partitions`; what has no month of its own yet lands in the default partition and moves when its month is made.
TABLE = """
CREATE TABLE stats_accountsnapshot (
    account_id bigint NOT NULL,
    taken_at timestamptz NOT NULL,
    followers bigint,
    following bigint,
    posts bigint,
    views bigint,
    source varchar(9) NOT NULL,
    is_rounded boolean NOT NULL,
    PRIMARY KEY (account_id, taken_at)
) PARTITION BY RANGE (taken_at);
CREATE TABLE stats_accountsnapshot_default PARTITION OF stats_accountsnapshot DEFAULT;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("talent", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, "DROP TABLE stats_accountsnapshot")],
            state_operations=[
                migrations.CreateModel(
                    name="AccountSnapshot",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "account_id", "taken_at", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("taken_at", models.DateTimeField()),
                        ("followers", models.BigIntegerField(null=True)),
                        ("following", models.BigIntegerField(null=True)),
                        ("posts", models.BigIntegerField(null=True)),
                        ("views", models.BigIntegerField(null=True)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("measured", "Measured"),
                                    ("reported", "Reported"),
                                    ("estimated", "Estimated"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("is_rounded", models.BooleanField(default=False)),
                        (
                            "account",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="snapshots",
                                to="talent.socialaccount",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("account_id", "taken_at"),
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("instagram", "Instagram"),
                            ("tiktok", "TikTok"),
                            ("youtube", "YouTube"),
                            ("x", "X"),
                            ("facebook", "Facebook"),
                            ("twitch", "Twitch"),
                            ("snapchat", "Snapchat"),
                            ("podcast", "Podcast"),
                            ("blog", "Blog"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key_id", models.CharField(help_text="fingerprint of the key, never the key", max_length=16)),
                ("day", models.DateField(help_text="the platform's own day")),
                ("used", models.PositiveIntegerField(default=0)),
                ("allowed", models.PositiveIntegerField()),
                ("paused_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-day", "platform"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("platform", "key_id", "day"),
                        name="stats_quota_once_a_day",
                        violation_error_message="This key's day is counted already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used__lte", models.F("allowed"))),
                        name="stats_quota_within_allowed",
                        violation_error_message="The platform's quota for today is used up.",
                    ),
                ],
            },
        ),
    ]
