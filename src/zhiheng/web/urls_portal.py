"""Addresses of persons' pages, and of the officers' side of them."""

from __future__ import annotations

from django.urls import path

from zhiheng.web.portal import asking, checking, entering, kiosk, officers, own, public
from zhiheng.web.tracking import checkins

urlpatterns = [
    path("portal/", public.home, name="portal"),
    path("portal/sign-in/", entering.sign_in, name="portal_sign_in"),
    path("portal/sign-out/", entering.sign_out, name="portal_sign_out"),
    path("portal/password/", entering.password, name="portal_password"),
    path("portal/choose/<slug:name>/", entering.choose, name="portal_choose"),
    path("portal/manifest.webmanifest", entering.manifest, name="portal_manifest"),
    path("portal/worker.js", entering.worker, name="portal_worker"),
    path("portal/offline/", entering.offline, name="portal_offline"),
    path("portal/statistics/", public.statistics, name="portal_statistics"),
    path("portal/query/", public.query, name="portal_query"),
    path("portal/query/case/", public.case_by_code, name="portal_case_by_code"),
    path("portal/complain/", public.complain, name="portal_complain"),
    path("portal/receipts/", public.follow, name="portal_follow"),
    path("portal/kiosk/", kiosk.kiosk, name="portal_kiosk"),
    path("portal/kiosk/own/", kiosk.own, name="portal_kiosk_own"),
    path("portal/kiosk/ask/<slug:name>/", kiosk.ask, name="portal_kiosk_ask"),
    path("portal/kiosk/cases/<uuid:case_id>/", kiosk.case, name="portal_kiosk_case"),
    path("portal/me/", own.me, name="portal_me"),
    path("portal/me/check-in/", checking.check_in, name="portal_check_in"),
    path("portal/me/asked/", asking.asked, name="portal_asked"),
    path("portal/me/ask/<slug:name>/", asking.ask, name="portal_ask"),
    path("portal/me/cases/<uuid:case_id>/", asking.own_case, name="portal_case"),
    path("portal/me/<slug:name>/", own.part, name="portal_part"),
    path("portal-accounts/", officers.accounts, name="portal_accounts"),
    path("portal-accounts/<int:account_id>/", officers.account, name="portal_account"),
    path("cases/<uuid:case_id>/query-codes/", officers.codes, name="portal_codes"),
    path("cases/<uuid:case_id>/query-codes/<int:code_id>/recall/", officers.recall, name="portal_recall_code"),
    path("tracking/check-ins/", checkins.checkins, name="checkins"),
    path("tracking/check-ins/<int:checkin_id>/pictures/<slug:which>/", checkins.picture, name="checkin_picture"),
    path("tracking/check-ins/<int:checkin_id>/compare/", checkins.compare, name="compare_checkin"),
]
