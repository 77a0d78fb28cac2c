/* ---
reads: [register_sensitive_periods]
--- */
select strftime(days.day, '%Y-%m-%d') as subject, cast(days.day as date) as due_on, periods.unit as organ
from register_sensitive_periods as periods, unnest(generate_series(periods.from_on, periods.to_on, interval 1 day)) as days(day)
where periods.tier = 'county' and periods.state = 'open' and days.day <= :as_of
