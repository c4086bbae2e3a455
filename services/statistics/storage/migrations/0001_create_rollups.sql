-- 0001_create_rollups: what is known of each person, and the roll-ups over all of them.
--
-- Safe while an earlier release runs: creates only.

-- Which divisions administer a person; each until the day before the next.
CREATE TABLE administration (
  bucket    smallint NOT NULL,
  person    uuid     NOT NULL,
  first_day date     NOT NULL,
  division  text COLLATE "C" NOT NULL,
  PRIMARY KEY (bucket, person, first_day)
);
SELECT ops.shard_by('administration', 'bucket', 'ledger_head');

-- The figures of one person and year; services/statistics/domain/figures.h numbers the measures.
CREATE TABLE person_year (
  bucket  smallint NOT NULL,
  person  uuid     NOT NULL,
  year    smallint NOT NULL,
  measure smallint NOT NULL,
  value   bigint   NOT NULL CHECK (value >= 0),
  PRIMARY KEY (bucket, person, year, measure)
);
SELECT ops.shard_by('person_year', 'bucket', 'ledger_head');

-- Sums over people; services/statistics/domain/rollup.h says what a cell means. The bucket keeps writers
-- apart; a reader adds the buckets up, so the year comes first.
CREATE TABLE rollup (
  bucket   smallint NOT NULL,
  year     smallint NOT NULL,
  division text COLLATE "C" NOT NULL,
  from_day date     NOT NULL,
  measure  smallint NOT NULL,
  value    bigint   NOT NULL,
  PRIMARY KEY (year, bucket, division, from_day, measure)
) WITH (fillfactor = 50);  -- Room for updates in place.
SELECT ops.shard_by('rollup', 'bucket', 'ledger_head');

-- Up to where the credit service's results, as far as they are taken in, reflect the feeds it follows.
CREATE TABLE credit_reflects (
  source        text COLLATE "C" NOT NULL,
  source_bucket smallint NOT NULL CHECK (source_bucket BETWEEN 0 AND 63),
  seq           bigint   NOT NULL,
  PRIMARY KEY (source, source_bucket)
) WITH (fillfactor = 10,
        autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
SELECT ops.replicate('credit_reflects');

GRANT SELECT, INSERT, UPDATE ON administration, person_year, rollup, credit_reflects TO statistics;
