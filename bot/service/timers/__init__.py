"""What comes due: alarms, openings of cohorts, jobs that wait in the store."""
