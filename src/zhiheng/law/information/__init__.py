"""个人信息保护法 and sealed records."""
