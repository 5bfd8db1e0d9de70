"""Posts with their figures over time, the stored numbers of accounts, published ranges, and what is worth a look."""

import django.contrib.postgres.fields
import django.db.models.deletion
import lib.ids
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# Partitioned by month like the accounts' figures.
TABLE = """
CREATE TABLE stats_postsnapshot (
    post_id bigint NOT NULL,
    taken_at timestamptz NOT NULL,
    views bigint,
    likes bigint,
    comments bigint,
    shares bigint,
    saves bigint,
    reach bigint,
    PRIMARY KEY (post_id, taken_at)
) PARTITION BY RANGE (taken_at);
CREATE TABLE stats_postsnapshot_default PARTITION OF stats_postsnapshot DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("stats", "0001_initial"),
        ("talent", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BenchmarkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("public_id", models.CharField(default=lib.ids.new_public_id, editable=False, max_length=12)),
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
                (
                    "basis",
                    models.CharField(
                        choices=[("by_followers", "by followers"), ("by_views", "by views")], max_length=12
                    ),
                ),
                ("from_followers", models.BigIntegerField(default=0)),
                (
                    "below_from",
                    models.DecimalField(
                        decimal_places=2, help_text="less is low", max_digits=6, verbose_name="below average from"
                    ),
                ),
                ("average_from", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="average from")),
                ("above_from", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="above average from")),
                ("high_from", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="high from")),
                ("source", models.CharField(max_length=80)),
                ("source_url", models.URLField(blank=True, verbose_name="address of the source")),
                ("as_of", models.DateField(verbose_name="as of")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        blank=True, help_text="the platform's word: video, short, reel, image, …", max_length=20
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=500)),
                (
                    "text",
                    models.CharField(
                        blank=True, help_text="cut, and forgotten where the platform wants that", max_length=300
                    ),
                ),
                ("published_at", models.DateTimeField()),
                ("is_pinned", models.BooleanField(default=False)),
                ("views", models.BigIntegerField(null=True, blank=True)),
                ("likes", models.BigIntegerField(null=True, blank=True)),
                ("comments", models.BigIntegerField(null=True, blank=True)),
                ("shares", models.BigIntegerField(null=True, blank=True)),
                ("saves", models.BigIntegerField(null=True, blank=True)),
                ("reach", models.BigIntegerField(null=True, blank=True)),
                (
                    "untold",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, blank=True
                    ),
                ),
                ("first_seen_at", models.DateTimeField()),
                ("measured_at", models.DateTimeField(help_text="the instant that the figures are from")),
                ("missed", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ("-published_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PostWatch",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="post_watch",
                        serialize=False,
                        to="talent.socialaccount",
                    ),
                ),
                (
                    "next_at",
                    models.DateTimeField(help_text="null where no connector reads posts", null=True, blank=True),
                ),
                ("attempted_at", models.DateTimeField(null=True, blank=True)),
                ("read_at", models.DateTimeField(help_text="when the platform last gave them", null=True, blank=True)),
                (
                    "deep_at",
                    models.DateTimeField(help_text="when it last gave all of ninety days", null=True, blank=True),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("account",),
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=lib.ids.new_public_id, editable=False, max_length=12, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("spike", "Followers rose at once"),
                            ("drop", "Followers fell"),
                            ("sawtooth", "A rise that went again"),
                            ("hollow", "Growth without engagement"),
                            ("band", "Engagement out of its range"),
                            ("ratio", "Comments for likes"),
                            ("even", "Likes much alike"),
                            ("reach", "Views for followers"),
                            ("following", "Accounts followed"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="the day that it is about, where it is about one", max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("line", models.CharField(help_text="its figures and the threshold, in words", max_length=300)),
                ("since", models.DateField()),
                ("value", models.DecimalField(decimal_places=3, max_digits=14)),
                ("threshold", models.DecimalField(decimal_places=3, max_digits=14)),
                ("found_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(help_text="when the rule was last met")),
                ("dismissed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("dismissed_value", models.DecimalField(decimal_places=3, max_digits=14, null=True, blank=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("-since", "kind", "id"),
            },
        ),
        migrations.CreateModel(
            name="SignalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("public_id", models.CharField(default=lib.ids.new_public_id, editable=False, max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("spike", "Followers rose at once"),
                            ("drop", "Followers fell"),
                            ("sawtooth", "A rise that went again"),
                            ("hollow", "Growth without engagement"),
                            ("band", "Engagement out of its range"),
                            ("ratio", "Comments for likes"),
                            ("even", "Likes much alike"),
                            ("reach", "Views for followers"),
                            ("following", "Accounts followed"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="the day that it is about, where it is about one", max_length=10
                    ),
                ),
                ("dismissed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("dismissed_value", models.DecimalField(decimal_places=3, max_digits=14, null=True, blank=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=lib.ids.new_public_id, editable=False, max_length=12, unique=True),
                ),
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
                (
                    "basis",
                    models.CharField(
                        choices=[("by_followers", "by followers"), ("by_views", "by views")], max_length=12
                    ),
                ),
                ("from_followers", models.BigIntegerField(default=0)),
                (
                    "below_from",
                    models.DecimalField(
                        decimal_places=2, help_text="less is low", max_digits=6, verbose_name="below average from"
                    ),
                ),
                ("average_from", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="average from")),
                ("above_from", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="above average from")),
                ("high_from", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="high from")),
                ("source", models.CharField(max_length=80)),
                ("source_url", models.URLField(blank=True, verbose_name="address of the source")),
                ("as_of", models.DateField(verbose_name="as of")),
            ],
            options={
                "ordering": ("platform", "from_followers"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("platform", "from_followers"),
                        name="stats_benchmark_once",
                        violation_error_message="This platform has a range from that number of followers already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("above_from__lt", models.F("high_from")),
                            ("average_from__lt", models.F("above_from")),
                            ("below_from__gte", 0),
                            ("below_from__lt", models.F("average_from")),
                            ("from_followers__gte", 0),
                        ),
                        name="stats_benchmark_borders_rise",
                        violation_error_message="The borders rise from band to band, and none is below zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountNumbers",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="numbers",
                        serialize=False,
                        to="talent.socialaccount",
                    ),
                ),
                (
                    "engagement_rate",
                    models.DecimalField(decimal_places=3, help_text="percent", max_digits=9, null=True, blank=True),
                ),
                (
                    "formula",
                    models.CharField(
                        blank=True, help_text="by_followers, by_views; empty where none applies", max_length=40
                    ),
                ),
                ("formula_version", models.PositiveSmallIntegerField(default=0)),
                ("posts_counted", models.PositiveSmallIntegerField(default=0)),
                ("posts_seen", models.PositiveSmallIntegerField(default=0)),
                (
                    "band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "Low"),
                            ("below", "Below average"),
                            ("average", "Average"),
                            ("above", "Above average"),
                            ("high", "High"),
                        ],
                        max_length=8,
                    ),
                ),
                ("band_rate", models.DecimalField(decimal_places=3, max_digits=9, null=True, blank=True)),
                ("growth_7", models.DecimalField(decimal_places=2, max_digits=9, null=True, blank=True)),
                ("growth_30", models.DecimalField(decimal_places=2, max_digits=9, null=True, blank=True)),
                ("growth_90", models.DecimalField(decimal_places=2, max_digits=9, null=True, blank=True)),
                ("posts_a_week", models.DecimalField(decimal_places=1, max_digits=6, null=True, blank=True)),
                ("median_views", models.BigIntegerField(null=True, blank=True)),
                (
                    "best_posts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        blank=True,
                        help_text="ids of the posts that did best",
                    ),
                ),
                ("signals", models.PositiveSmallIntegerField(default=0)),
                ("computed_at", models.DateTimeField()),
                (
                    "benchmark",
                    models.ForeignKey(
                        null=True,
                        blank=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stats.benchmark",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "account numbers",
                "ordering": ("account",),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benchmark",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stats_benchmarkevent" ("above_from", "as_of", "average_from", "basis", "below_from", "from_followers", "high_from", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform", "public_id", "source", "source_url") VALUES (NEW."above_from", NEW."as_of", NEW."average_from", NEW."basis", NEW."below_from", NEW."from_followers", NEW."high_from", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."platform", NEW."public_id", NEW."source", NEW."source_url"); RETURN NULL;',
                    hash="db0d4f1d5670eb89f24feeda8dcc6a618a0861bb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5c70c",
                    table="stats_benchmark",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benchmark",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stats_benchmarkevent" ("above_from", "as_of", "average_from", "basis", "below_from", "from_followers", "high_from", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform", "public_id", "source", "source_url") VALUES (NEW."above_from", NEW."as_of", NEW."average_from", NEW."basis", NEW."below_from", NEW."from_followers", NEW."high_from", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."platform", NEW."public_id", NEW."source", NEW."source_url"); RETURN NULL;',
                    hash="2c3315a14b74b651cd441b40f65c8c21bb5c2d49",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d5fe0",
                    table="stats_benchmark",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benchmark",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stats_benchmarkevent" ("above_from", "as_of", "average_from", "basis", "below_from", "from_followers", "high_from", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform", "public_id", "source", "source_url") VALUES (OLD."above_from", OLD."as_of", OLD."average_from", OLD."basis", OLD."below_from", OLD."from_followers", OLD."high_from", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."platform", OLD."public_id", OLD."source", OLD."source_url"); RETURN NULL;',
                    hash="7e31ebbe2014e14692ea4126cb30f9732be83a4c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0731f",
                    table="stats_benchmark",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="benchmarkevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="benchmarkevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="stats.benchmark",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pieces",
                to="talent.socialaccount",
            ),
        ),
        migrations.AddIndex(
            model_name="postwatch",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="stats_postwatch_due"
            ),
        ),
        migrations.AddField(
            model_name="signal",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="signals", to="talent.socialaccount"
            ),
        ),
        migrations.AddField(
            model_name="signal",
            name="dismissed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signalevent",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="talent.socialaccount",
            ),
        ),
        migrations.AddField(
            model_name="signalevent",
            name="dismissed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signalevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="signalevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="stats.signal",
            ),
        ),
        migrations.AddIndex(
            model_name="accountnumbers",
            index=models.Index(fields=["engagement_rate"], name="stats_numbers_rate"),
        ),
        migrations.AddIndex(
            model_name="accountnumbers",
            index=models.Index(fields=["growth_30"], name="stats_numbers_growth"),
        ),
        migrations.AddConstraint(
            model_name="accountnumbers",
            constraint=models.CheckConstraint(
                condition=models.Q(("posts_counted__lte", models.F("posts_seen"))),
                name="stats_accountnumbers_coverage",
                violation_error_message="A rate cannot rest on more posts than were seen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountnumbers",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("engagement_rate", None), models.Q(("formula", ""), _negated=True), _connector="OR"
                ),
                name="stats_accountnumbers_rate_names_formula",
                violation_error_message="A rate says by which formula.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benchmarkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3d638850e277d9f62677c40560863ec9108e634b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a2e2d",
                    table="stats_benchmarkevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["account", "-published_at"], name="stats_post_latest"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                fields=("account", "external_id"),
                name="stats_post_once",
                violation_error_message="This post is known already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("measured_at__gte", models.F("first_seen_at"))),
                name="stats_post_measured_after_seen",
                violation_error_message="A post is measured when it is seen or later.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(
                fields=("account", "kind", "key"),
                name="stats_signal_once",
                violation_error_message="This is noted already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dismissed_at__isnull", True), ("dismissed_by__isnull", True)),
                    models.Q(("dismissed_at__isnull", False), ("dismissed_by__isnull", False)),
                    _connector="OR",
                ),
                name="stats_signal_dismissed_pair",
                violation_error_message="When and by whom it was dismissed belong together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dismissed_at", None), ("reason", "")),
                    models.Q(("dismissed_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="stats_signal_dismissed_with_reason",
                violation_error_message="Whoever dismisses it says why.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stats_signalevent" ("account_id", "dismissed_at", "dismissed_by_id", "dismissed_value", "id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason") VALUES (NEW."account_id", NEW."dismissed_at", NEW."dismissed_by_id", NEW."dismissed_value", NEW."id", NEW."key", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."reason"); RETURN NULL;',
                    hash="caaa1202353bb88a4c3690166df584c53fe5d474",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ec48",
                    table="stats_signal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."dismissed_at" IS DISTINCT FROM (NEW."dismissed_at") OR OLD."dismissed_by_id" IS DISTINCT FROM (NEW."dismissed_by_id") OR OLD."dismissed_value" IS DISTINCT FROM (NEW."dismissed_value") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))',
                    func='INSERT INTO "stats_signalevent" ("account_id", "dismissed_at", "dismissed_by_id", "dismissed_value", "id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason") VALUES (NEW."account_id", NEW."dismissed_at", NEW."dismissed_by_id", NEW."dismissed_value", NEW."id", NEW."key", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."reason"); RETURN NULL;',
                    hash="25b50c5a8edfd73dc66bec26cd831b728e960ef9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_12665",
                    table="stats_signal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "stats_signalevent" ("account_id", "dismissed_at", "dismissed_by_id", "dismissed_value", "id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason") VALUES (OLD."account_id", OLD."dismissed_at", OLD."dismissed_by_id", OLD."dismissed_value", OLD."id", OLD."key", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."reason"); RETURN NULL;',
                    hash="f9804a4a07b56130386389fa27878c89b311b146",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7f8fc",
                    table="stats_signal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="30715e84a9c55631110bb0f7e01efa13b94c83c6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c393b",
                    table="stats_signalevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, "DROP TABLE stats_postsnapshot")],
            state_operations=[
                migrations.CreateModel(
                    name="PostSnapshot",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "post_id", "taken_at", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="snapshots",
                                to="stats.post",
                            ),
                        ),
                        ("taken_at", models.DateTimeField()),
                        ("views", models.BigIntegerField(null=True, blank=True)),
                        ("likes", models.BigIntegerField(null=True, blank=True)),
                        ("comments", models.BigIntegerField(null=True, blank=True)),
                        ("shares", models.BigIntegerField(null=True, blank=True)),
                        ("saves", models.BigIntegerField(null=True, blank=True)),
                        ("reach", models.BigIntegerField(null=True, blank=True)),
                    ],
                    options={
                        "ordering": ("post_id", "taken_at"),
                    },
                ),
            ],
        ),
    ]
