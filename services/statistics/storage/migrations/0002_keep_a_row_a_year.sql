-- 0002_keep_a_row_a_year: the figures of a person and year in one row instead of one for each measure.
--
-- A completion changes four to eight measures; they were as many rows to find and to write anew.
--
-- Stop the previous release first: it reads and writes the old rows.

ALTER TABLE person_year RENAME TO person_measure;
ALTER INDEX person_year_pkey RENAME TO person_measure_pkey;

-- services/statistics/domain/figures.h numbers the measures; figures[i] is that of measures[i].
CREATE TABLE person_year (
  bucket   smallint   NOT NULL,
  person   uuid       NOT NULL,
  year     smallint   NOT NULL,
  measures smallint[] NOT NULL,
  figures  bigint[]   NOT NULL,
  PRIMARY KEY (bucket, person, year),
  CHECK (cardinality(measures) = cardinality(figures) AND 0 <= ALL (figures))
) WITH (fillfactor = 70);  -- Room for updates in place.
SELECT ops.shard_by('person_year', 'bucket', 'ledger_head');

INSERT INTO person_year (bucket, person, year, measures, figures)
SELECT bucket, person, year, array_agg(measure ORDER BY measure), array_agg(value ORDER BY measure)
FROM person_measure GROUP BY bucket, person, year;

DROP TABLE person_measure;

GRANT SELECT, INSERT, UPDATE ON person_year TO statistics;
