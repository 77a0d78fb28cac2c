"""刑事诉讼法 第一百零五条: how any period is counted, and the periods of the procedure of execution."""
