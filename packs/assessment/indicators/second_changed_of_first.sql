/* ---
takes: second_of_first
with: {title: 二审改判率（按一审结案）, how: 改判, result: changed}
--- */
