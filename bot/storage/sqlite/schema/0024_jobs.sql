-- What is being done for admins is called a job everywhere; until now the table had a name of its
-- own. Alarms keep the prefix that they were stored with.
ALTER TABLE errand RENAME TO job;
DROP INDEX errand_undone;
CREATE INDEX job_undone ON job (at) WHERE result IS NULL AND failed_at IS NULL;
