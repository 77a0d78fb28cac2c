"""监狱法 and 刑事诉讼法 第二百六十四条: delivery, admission, place, labour, confinement, home leave."""
