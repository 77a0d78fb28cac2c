"""Intake of files: quality, receipts, corrections."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchange of records between organs and the hub."""

    name = "zhiheng.exchange"
    label = "exchange"
    verbose_name = "数据交换"
    default_auto_field = "django.db.models.BigAutoField"
    trace_files = "zhiheng.exchange.packages.selectors.kept_files"
