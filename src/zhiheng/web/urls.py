"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from zhiheng.web.views import (
    calculator,
    case,
    catalogue,
    clue,
    clues,
    data,
    dictionary,
    documents,
    drafting,
    home,
    intake,
    register,
    signing,
    trace,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("password/", signing.change_password, name="change_password"),
    path("clues/", clues.clues, name="clues"),
    path("clues/bulk/", clue.bulk, name="bulk_clues"),
    path("clues/<int:clue_id>/", clue.clue, name="clue"),
    path("clues/<int:clue_id>/records/", clue.records, name="clue_records"),
    path("clues/<int:clue_id>/<slug:kind>/", clue.act, name="clue_act"),
    path("cases/draft/", drafting.draft, name="draft"),
    path("cases/", register.register, name="register"),
    path("cases/<uuid:case_id>/", case.case, name="case"),
    path("cases/<uuid:case_id>/act/<str:key>/", case.act, name="case_act"),
    path("cases/<uuid:case_id>/documents/<uuid:document_id>/<slug:kind>/", documents.document_file, name="document_file"),
    path("cases/<uuid:case_id>/files/<int:file_id>/", documents.attachment, name="attachment"),
    path("data/", data.data, name="data"),
    path("data/send/", intake.send, name="send"),
    path("data/holdings/", data.holdings, name="holdings"),
    path("data/files/<int:number>/", intake.delivery, name="delivery"),
    path("data/files/<int:number>/rejected/", intake.rejected, name="rejected"),
    path("data/batches/<uuid:batch_id>/", intake.batch, name="batch"),
    path("models/", catalogue.models, name="models"),
    path("models/run/", catalogue.run, name="run_models"),
    path("models/<slug:name>/", catalogue.model, name="model"),
    path("models/<slug:name>/run/", catalogue.run, name="run_model"),
    path("dictionary/", dictionary.dictionary, name="dictionary"),
    path("dictionary/<slug:name>/", dictionary.dataset, name="dataset"),
    path("dictionary/<slug:name>/template/", intake.template, name="template"),
    path("trace/", trace.trace, name="trace"),
    path("trace/verify/", trace.verify, name="verify_trace"),
    path("law/", calculator.calculators, name="calculators"),
    path("law/<str:rule_id>/", calculator.calculator, name="calculator"),
]
