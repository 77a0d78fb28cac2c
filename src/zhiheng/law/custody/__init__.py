"""刑事诉讼法: how long a person may be held, a case be handled, a suspect be questioned."""
