"""Tables that the room of oversight made (0003_living_models) and that stay as they are: only what Django knows of them moves here."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('position', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ParameterSetting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('model', models.CharField(db_index=True, max_length=60)),
                        ('parameter', models.CharField(max_length=60)),
                        ('region', models.CharField(blank=True, max_length=6)),
                        ('value', models.JSONField()),
                        ('reason', models.TextField()),
                        ('basis', models.TextField()),
                        ('since_on', models.DateField()),
                        ('set_by', models.CharField(max_length=150)),
                        ('set_by_name', models.CharField(max_length=150)),
                        ('set_at', models.DateTimeField()),
                    ],
                    options={
                        'db_table': 'oversight_parametersetting',
                        'ordering': ['since_on', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='ModelVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('model', models.CharField(db_index=True, max_length=60)),
                        ('pack', models.CharField(max_length=60)),
                        ('title', models.CharField(max_length=300)),
                        ('digest', models.CharField(max_length=64)),
                        ('cases_digest', models.CharField(blank=True, max_length=64)),
                        ('text', models.TextField()),
                        ('cases', models.TextField(blank=True)),
                        ('origin', models.CharField(max_length=10)),
                        ('origin_name', models.CharField(blank=True, max_length=200)),
                        ('licence', models.CharField(blank=True, max_length=100)),
                        ('note', models.TextField(blank=True)),
                        ('state', models.CharField(choices=[('shadow', '候选'), ('published', '已发布'), ('replaced', '已被替换'), ('withdrawn', '已撤下')], max_length=10)),
                        ('in_force', models.BooleanField(default=False)),
                        ('stands_for', models.CharField(blank=True, max_length=64)),
                        ('added_by', models.CharField(max_length=150)),
                        ('added_by_name', models.CharField(max_length=150)),
                        ('added_at', models.DateTimeField()),
                        ('published_by', models.CharField(blank=True, max_length=150)),
                        ('published_by_name', models.CharField(blank=True, max_length=150)),
                        ('published_at', models.DateTimeField(null=True)),
                        ('first_run', models.BigIntegerField(db_column='first_run_id', null=True)),
                    ],
                    options={
                        'db_table': 'oversight_modelversion',
                        'ordering': ['-id'],
                        'constraints': [models.UniqueConstraint(fields=('model', 'digest', 'cases_digest'), name='one_version'), models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('model',), name='one_in_force')],
                    },
                ),
                migrations.CreateModel(
                    name='ParameterEnd',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('until_on', models.DateField()),
                        ('reason', models.TextField()),
                        ('ended_by', models.CharField(max_length=150)),
                        ('ended_by_name', models.CharField(max_length=150)),
                        ('ended_at', models.DateTimeField()),
                        ('setting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='models.parametersetting')),
                    ],
                    options={
                        'db_table': 'oversight_parameterend',
                    },
                ),
                migrations.CreateModel(
                    name='ShadowRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('against', models.CharField(blank=True, max_length=64)),
                        ('as_of', models.DateField()),
                        ('snapshot', models.JSONField()),
                        ('snapshot_digest', models.CharField(max_length=64)),
                        ('settings', models.JSONField(default=dict)),
                        ('counts', models.JSONField(default=dict)),
                        ('digest', models.CharField(max_length=64)),
                        ('started_at', models.DateTimeField()),
                        ('started_by', models.CharField(max_length=150)),
                        ('started_by_name', models.CharField(max_length=150)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shadow_runs', to='models.modelversion')),
                    ],
                    options={
                        'db_table': 'oversight_shadowrun',
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='ShadowRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=10)),
                        ('subject', models.CharField(max_length=100)),
                        ('occurrence', models.CharField(max_length=300)),
                        ('organ', models.CharField(blank=True, max_length=200)),
                        ('was', models.JSONField(default=dict)),
                        ('now_is', models.JSONField(default=dict)),
                        ('clue', models.BigIntegerField(db_column='clue_id', null=True)),
                        ('clue_state', models.CharField(blank=True, max_length=20)),
                        ('shadow', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='models.shadowrun')),
                    ],
                    options={
                        'db_table': 'oversight_shadowrow',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='VersionEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20)),
                        ('at', models.DateTimeField()),
                        ('actor', models.CharField(max_length=150)),
                        ('actor_name', models.CharField(max_length=150)),
                        ('reason', models.TextField(blank=True)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='models.modelversion')),
                    ],
                    options={
                        'db_table': 'oversight_versionevent',
                        'ordering': ['id'],
                    },
                ),
            ],
        ),
    ]
