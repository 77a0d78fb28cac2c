/* ---
takes: second_of_first
with: {title: 发回重审率（按一审结案）, how: 发回重审, result: remanded}
--- */
