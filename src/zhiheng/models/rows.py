"""Rows of this room that pages and rooms above name in what they give on."""

from zhiheng.models.models import ModelVersion, ParameterEnd, ParameterSetting, ShadowRow, ShadowRun

__all__ = ["ModelVersion", "ParameterEnd", "ParameterSetting", "ShadowRow", "ShadowRun"]
