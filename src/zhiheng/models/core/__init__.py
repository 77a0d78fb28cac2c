"""Values by region, differences of two versions, the pack of models from elsewhere: pure, no framework."""
