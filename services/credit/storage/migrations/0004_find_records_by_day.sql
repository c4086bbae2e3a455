-- 0004_find_records_by_day: a person's records in the order of their days.
--
-- A determination wants those of a year out of a working life; by the id alone each had to be looked at. A record that
-- came twice as it was is still refused.
--
-- Stop the previous release first: its statements do not wait so long as the index takes.

ALTER TABLE record
  DROP CONSTRAINT record_pkey,
  ADD PRIMARY KEY (bucket, person, last_day, first_day, id);
