-- 0005_keep_records_with_their_year: a person's year is one row, with the records that end in it.
--
-- Whoever determines a year wants all of its records: they were as many rows, each in another place. Now it is one
-- row to read and the same to write.
--
-- Stop the previous release first: it reads and writes the old table. Rewriting takes some tens of microseconds for each
-- record, minutes for ten million.

-- The row stays in one piece until it hardly fits a page. Room for the next version beside this one saves entries in
-- the index.
ALTER TABLE determination
  ADD COLUMN records bytea NOT NULL DEFAULT '',  -- xuefen.credit.v1.LearningRecords
  SET (toast_tuple_target = 8160, fillfactor = 70);

CREATE FUNCTION long_varint(number bigint) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $body$
DECLARE
  bytes bytea := '';
BEGIN
  WHILE number > 127 LOOP
    bytes := bytes || set_byte('\x00', 0, (number & 127 | 128)::int);
    number := number >> 7;
  END LOOP;
  RETURN bytes || set_byte('\x00', 0, number::int);
END
$body$;

-- Most numbers are small.
CREATE FUNCTION varint(number bigint) RETURNS bytea LANGUAGE sql IMMUTABLE AS $body$
  SELECT CASE WHEN number < 128 THEN set_byte('\x00', 0, number::int)
              WHEN number < 16384 THEN set_byte(set_byte('\x0000', 0, (number & 127 | 128)::int), 1, (number >> 7)::int)
              ELSE long_varint(number) END
$body$;

CREATE FUNCTION piece(tag int, bytes bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$body$ SELECT set_byte('\x00', 0, tag * 8 + 2) || varint(length(bytes)) || bytes $body$;

CREATE FUNCTION whole(tag int, number bigint) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$body$ SELECT set_byte('\x00', 0, tag * 8) || varint(number) $body$;

-- Zigzag, as sint32; nothing of a day that is not there.
CREATE FUNCTION day(tag int, at date) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$body$ SELECT coalesce(whole(tag, (n << 1) # (n >> 63)), '') FROM (SELECT (at - date '1970-01-01')::bigint AS n) AS d $body$;

UPDATE determination AS d SET records = r.records
FROM (
  SELECT bucket, person, extract(year FROM last_day)::smallint AS year,
         string_agg(piece(1, piece(1, uuid_send(id)) || whole(2, kind) || whole(3, subject)
                             || day(4, first_day) || day(5, last_day) || whole(6, reported_centihours)
                             || piece(7, convert_to(provider, 'UTF8')) || piece(8, convert_to(activity_code, 'UTF8'))
                             || day(9, organised_on) || day(10, approved_on) || day(11, filed_on)),
                    '' ORDER BY last_day, first_day, id) AS records
  FROM record GROUP BY 1, 2, 3) AS r
WHERE d.bucket = r.bucket AND d.person = r.person AND d.year = r.year;

DO $body$
BEGIN
  IF EXISTS (SELECT FROM record AS r
             WHERE NOT EXISTS (SELECT FROM determination AS d
                               WHERE d.bucket = r.bucket AND d.person = r.person
                                 AND d.year = extract(year FROM r.last_day))) THEN
    RAISE EXCEPTION 'a record ends in a year that was never determined';
  END IF;
END
$body$;

DROP FUNCTION day, whole, piece, varint, long_varint;
DROP TABLE record;
ALTER TABLE determination ALTER COLUMN records DROP DEFAULT;
