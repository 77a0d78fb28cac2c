"""刑事诉讼法: periods, custody, interrogation, the clocks of execution."""
