"""Running the system: data checks, the setting up of a year, jobs and backups."""
