"""Stories of the packs played with organs, officers and persons of a demonstration, through the services that officers use."""
