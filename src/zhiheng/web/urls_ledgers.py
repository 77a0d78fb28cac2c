"""Addresses of ledgers, sheets, catalogues, duties, reports, drawn procedures and packs."""

from __future__ import annotations

from django.urls import path

from zhiheng.web.cases import procedures
from zhiheng.web.registers import entries, ledger_counts, ledger_files, ledgers, proofing
from zhiheng.web.work import duties, items, packs, powers, ratings, reports

urlpatterns = [
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/entries/<uuid:entry_id>/", entries.entry, name="entry"),
    path("ledgers/entries/<uuid:entry_id>/files/<int:file_id>/", entries.file, name="entry_file"),
    path("ledgers/entries/<uuid:entry_id>/papers/<uuid:document_id>/<slug:kind>/", entries.entry_paper, name="entry_paper"),
    path("ledgers/entries/<uuid:entry_id>/findings/<int:finding_id>/", proofing.answer_draft, name="answer_entry_finding"),
    path("ledgers/entries/<uuid:entry_id>/act/<slug:name>/", entries.act, name="entry_act"),
    path("ledgers/counts/<int:count_id>/", ledger_counts.count, name="count"),
    path("ledgers/counts/<int:count_id>/end/", ledger_counts.end, name="count_end"),
    path("ledgers/counts/<int:count_id>/found/", ledger_counts.found, name="count_surplus"),
    path("ledgers/counts/<int:count_id>/found/<uuid:entry_id>/", ledger_counts.found, name="count_found"),
    path("ledgers/<slug:register>/", ledgers.ledger, name="ledger"),
    path("ledgers/<slug:register>/new/<slug:name>/", entries.enter, name="ledger_enter"),
    path("ledgers/<slug:register>/import/", ledger_files.import_file, name="ledger_import"),
    path("ledgers/<slug:register>/template/", ledgers.template, name="ledger_template"),
    path("ledgers/<slug:register>/print/", ledgers.printed, name="ledger_print"),
    path("ledgers/<slug:register>/labels/", ledgers.labels, name="ledger_labels"),
    path("ledgers/<slug:register>/counts/", ledger_counts.counts, name="ledger_counts"),
    path("ledgers/<slug:register>/closings/", ledger_counts.closings, name="ledger_closings"),
    path("duties/", duties.duties, name="duties"),
    path("duties/<int:number>/nothing/", duties.report_nothing, name="report_nothing"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("ratings/new/<slug:sheet>/", ratings.rate, name="rate"),
    path("ratings/<int:number>/", ratings.rating, name="rating"),
    path("catalogues/", items.catalogues, name="catalogues"),
    path("catalogues/<slug:name>/", items.items, name="items"),
    path("powers/", powers.power_list, name="powers"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:name>/", reports.report, name="report"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/<slug:name>/", procedures.procedure, name="procedure"),
    path("packs/<slug:name>/", packs.pack, name="pack"),
]
