"""Addresses of the second step, below the admin's but before its own check of who asks."""

from __future__ import annotations

from django.urls import path

from cms.two_factor.views import CodesView, CodeView, OverviewView, SetUpView

urlpatterns = [
    path("", OverviewView.as_view(), name="two_factor"),
    path("code/", CodeView.as_view(), name="two_factor_code"),
    path("set-up/", SetUpView.as_view(), name="two_factor_set_up"),
    path("recovery-codes/", CodesView.as_view(), name="two_factor_codes"),
]
