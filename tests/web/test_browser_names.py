"""A session names the browser as people do, not as it introduces itself."""

import pytest

from zhiheng.web.templatetags.sessions import browser


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0 Safari/537.36", "Chrome · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0", "微信 · iPhone"),
        ("curl/8.5.0", "curl"),
        ("", "没有说明"),
    ],
)
def test_a_browser_by_its_name(agent, name):
    assert browser(agent) == name
