import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0005_peers'),
    ]

    operations = [
        migrations.AddField(
            model_name='incoming',
            name='earlier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='exchange.incoming'),
        ),
        migrations.AddField(
            model_name='incoming',
            name='relation',
            field=models.CharField(blank=True, choices=[('corrects', '更正'), ('supplements', '补充')], max_length=12, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='incoming',
            name='delivery',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.delivery'),
        ),
        migrations.AddField(
            model_name='peer',
            name='tested_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='peer',
            name='tested_words',
            field=models.CharField(blank=True, default='', max_length=500),
            preserve_default=False,
        ),
    ]
