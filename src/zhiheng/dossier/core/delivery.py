"""Ways of delivery (刑事诉讼法 第一百零七条, 刑事诉讼法解释 第二百零四条以下)."""

from __future__ import annotations

from collections.abc import Mapping

METHODS: Mapping[str, str] = {
    "electronic": "平台送达",
    "direct": "直接送达",
    "left": "留置送达",
    "mail": "邮寄送达",
    "entrusted": "委托送达",
    "forwarded": "转交送达",
    "announced": "宣告送达",
}
