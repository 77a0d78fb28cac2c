"""Pages of orders, alarms and positions."""
