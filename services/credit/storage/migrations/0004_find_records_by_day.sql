-- 0004_find_records_by_day: a person's records in the order of their days.
--
-- A determination wants those of a year out of a working life; by the id alone each had to be looked at. A record that
-- came twice is still refused.
--
-- Safe while the previous release runs, which waits while the index is made.

ALTER TABLE record
  DROP CONSTRAINT record_pkey,
  ADD PRIMARY KEY (bucket, person, last_day, first_day, id);
