"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from zhiheng.web import urls_ledgers
from zhiheng.web.accounts import accounts, organs, proposals, signing
from zhiheng.web.cases import case, case_ratings, cases, documents, evidence, opening, paper_search, proofing
from zhiheng.web.cases import document_register as register
from zhiheng.web.clues import clue, clues, known
from zhiheng.web.data import breaches, data, dictionary, intake, mandates, packages, quality
from zhiheng.web.desk import home, trace
from zhiheng.web.law import articles as law_articles
from zhiheng.web.law import calculator
from zhiheng.web.law import changes as law_changes
from zhiheng.web.persons import matches, persons
from zhiheng.web.sandbox import queries as sandbox
from zhiheng.web.screening import catalogue, indicators
from zhiheng.web.screening import parameters as model_parameters
from zhiheng.web.screening import runs as model_runs
from zhiheng.web.screening import versions as model_versions
from zhiheng.web.tracking import alarms as tracking_alarms
from zhiheng.web.tracking import orders as tracking_orders

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("password/", signing.change_password, name="change_password"),
    path("clues/", clues.clues, name="clues"),
    path("clues/bulk/", clue.bulk, name="bulk_clues"),
    path("clues/<int:clue_id>/", clue.clue, name="clue"),
    path("clues/<int:clue_id>/records/", clue.records, name="clue_records"),
    path("clues/<int:clue_id>/known/", known.known, name="clue_known"),
    path("clues/<int:clue_id>/<slug:kind>/", clue.act, name="clue_act"),
    path("cases/", cases.cases, name="cases"),
    path("cases/bulk/", cases.bulk, name="bulk_cases"),
    path("cases/draft/", opening.from_clues, name="draft"),
    path("cases/open/", opening.choose, name="choose_case"),
    path("cases/open/<slug:name>/", opening.open_case, name="open_case"),
    path("documents/", register.register, name="register"),
    path("documents/search/", paper_search.search, name="paper_search"),
    path("cases/<uuid:case_id>/", case.case, name="case"),
    path("cases/<uuid:case_id>/act/<str:key>/", case.act, name="case_act"),
    path("cases/<uuid:case_id>/documents/<uuid:document_id>/evidence/", evidence.document_evidence, name="document_evidence"),
    path("cases/<uuid:case_id>/documents/<uuid:document_id>/<slug:kind>/", documents.document_file, name="document_file"),
    path("cases/<uuid:case_id>/files/<int:file_id>/", documents.attachment, name="attachment"),
    path("cases/<uuid:case_id>/rate/<slug:step>/", case_ratings.rate, name="rate_in_case"),
    path("cases/<uuid:case_id>/findings/<int:finding_id>/", proofing.answer, name="answer_finding"),
    path("data/", data.data, name="data"),
    path("data/send/", intake.send, name="send"),
    path("data/holdings/", data.holdings, name="holdings"),
    path("data/files/<int:number>/", intake.delivery, name="delivery"),
    path("data/files/<int:number>/contest/", intake.contest, name="contest_delivery"),
    path("data/packages/", packages.packages, name="packages"),
    path("data/packages/send/", packages.send, name="send_package"),
    path("data/packages/<int:number>/", packages.package, name="package"),
    path("data/packages/<int:number>/receipt/", packages.receipt, name="package_receipt"),
    path("data/packages/<int:number>/content/", packages.content, name="package_content"),
    path("data/packages/<int:number>/bind/", packages.bind, name="bind_package"),
    path("data/mandates/", mandates.mandates, name="mandates"),
    path("data/mandates/<int:number>/end/", mandates.end, name="end_mandate"),
    path("data/files/<int:number>/rejected/", intake.rejected, name="rejected"),
    path("data/files/<int:number>/original/", intake.original, name="original"),
    path("data/files/<int:number>/breaches/", breaches.mend, name="mend"),
    path("data/files/<int:number>/breaches/workbook/", breaches.workbook, name="breach_workbook"),
    path("data/quality/", quality.table, name="quality"),
    path("data/quality/<int:organ_id>/<slug:dataset>/", quality.cell, name="quality_cell"),
    path("data/breaches/", breaches.breaches, name="breaches"),
    path("data/breaches/<int:number>/", breaches.breach, name="breach"),
    path("data/breaches/<int:number>/<slug:kind>/", breaches.act, name="breach_act"),
    path("data/missing/", quality.missing, name="missing"),
    path("data/batches/<uuid:batch_id>/", intake.batch, name="batch"),
    path("persons/", persons.persons, name="persons"),
    path("persons/<int:identity_id>/", persons.person, name="person"),
    path("persons/matches/", matches.matches, name="matches"),
    path("persons/matches/<int:match_id>/", matches.match, name="match"),
    path("persons/matches/<int:match_id>/<slug:act>/", matches.act, name="match_act"),
    path("models/", catalogue.models, name="models"),
    path("models/run/", catalogue.run, name="run_models"),
    path("models/import/", model_versions.import_model, name="import_model"),
    path("models/runs/<int:run_id>/", model_runs.run, name="run"),
    path("models/runs/<int:run_id>/repeat/", model_runs.repeat, name="repeat_run"),
    path("models/shadow/<int:shadow_id>/", model_runs.shadow, name="shadow_run"),
    path("models/versions/<int:version_id>/", model_versions.version, name="model_version"),
    path("models/versions/<int:version_id>/export/", model_versions.export_version, name="export_version"),
    path("models/versions/<int:version_id>/shadow/", model_versions.shadow, name="try_version"),
    path("models/versions/<int:version_id>/publish/", model_versions.publish, name="publish_version"),
    path("models/<slug:name>/edit/", model_versions.edit, name="edit_model"),
    path("models/<slug:name>/export/", model_versions.export_model, name="export_model"),
    path("models/<slug:name>/withdraw/", model_versions.withdraw, name="withdraw_version"),
    path("models/<slug:name>/parameters/", model_parameters.set_parameter, name="set_parameter"),
    path("models/<slug:name>/parameters/<int:setting_id>/end/", model_parameters.end_parameter, name="end_parameter"),
    path("models/<slug:name>/", catalogue.model, name="model"),
    path("models/<slug:name>/run/", catalogue.run, name="run_model"),
    path("sandbox/", sandbox.sandbox, name="sandbox"),
    path("sandbox/<str:query_id>/", sandbox.query, name="sandbox_query"),
    path("sandbox/<str:query_id>/result/", sandbox.result, name="sandbox_result"),
    path("sandbox/<str:query_id>/stop/", sandbox.stop, name="sandbox_stop"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<slug:name>/", indicators.indicator, name="indicator"),
    path("dictionary/", dictionary.dictionary, name="dictionary"),
    path("dictionary/<slug:name>/", dictionary.dataset, name="dataset"),
    path("dictionary/<slug:name>/template/", intake.template, name="template"),
    path("trace/", trace.trace, name="trace"),
    path("trace/verify/", trace.verify, name="verify_trace"),
    path("system/accounts/", accounts.accounts, name="accounts"),
    path("system/accounts/new/", accounts.enlist, name="enlist"),
    path("system/accounts/<int:number>/", accounts.account, name="account"),
    path("system/accounts/<int:number>/appoint/", accounts.appoint, name="appoint"),
    path("system/accounts/<int:number>/posts/<int:post_id>/end/", accounts.end_post, name="end_post"),
    path("system/accounts/<int:number>/<slug:kind>/", accounts.act, name="account_act"),
    path("system/proposals/", proposals.proposals, name="proposals"),
    path("system/proposals/<int:number>/<slug:kind>/", proposals.decide, name="decide_proposal"),
    path("system/organs/", organs.organs, name="organs"),
    path("system/organs/new/", organs.register, name="register_organ"),
    path("system/organs/file/", organs.import_file, name="import_organs"),
    path("system/organs/template/<slug:kind>/", organs.template, name="organ_template"),
    path("system/organs/<int:number>/", organs.organ, name="organ"),
    path("system/organs/<int:number>/relations/<int:relation_id>/end/", organs.end_relation, name="end_relation"),
    path("system/organs/<int:number>/units/<int:unit_id>/close/", organs.close_unit, name="close_unit"),
    path("system/organs/<int:number>/<slug:kind>/", organs.act, name="organ_act"),
    path("law/", calculator.calculators, name="calculators"),
    path("law/articles/", law_articles.articles, name="law_articles"),
    path("law/articles/<str:stem>/", law_articles.text, name="law_text"),
    path("law/changes/", law_changes.changes, name="law_changes"),
    path("law/<str:rule_id>/", calculator.calculator, name="calculator"),
    path("tracking/", tracking_orders.orders, name="tracking"),
    path("tracking/alarms/", tracking_alarms.alarms, name="alarms"),
    path("tracking/alarms/<int:number>/", tracking_alarms.alarm, name="alarm"),
    path("tracking/alarms/<int:number>/<slug:kind>/", tracking_alarms.act, name="alarm_act"),
    path("tracking/gateways/", tracking_orders.register_gateway, name="register_gateway"),
    path("tracking/gateways/<int:number>/close/", tracking_orders.close_gateway, name="close_gateway"),
    path("tracking/duties/", tracking_orders.set_duty, name="set_checkin_duty"),
    path("tracking/<int:number>/", tracking_orders.order, name="tracking_order"),
    path("tracking/<int:number>/<slug:kind>/", tracking_orders.act, name="tracking_act"),
    *urls_ledgers.urlpatterns,
]
