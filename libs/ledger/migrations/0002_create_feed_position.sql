-- 0002_create_feed_position: how far this service has taken in the feeds it follows.
--
-- Safe while the previous release runs: creates only.

CREATE TABLE feed_position (
  seq           bigint   NOT NULL CHECK (seq >= 1),
  bucket        smallint NOT NULL CHECK (bucket BETWEEN 0 AND 63),
  source_bucket smallint NOT NULL CHECK (source_bucket BETWEEN 0 AND 63),
  feed          text COLLATE "C" NOT NULL,
  chain         bytea    NOT NULL CHECK (length(chain) = 32),
  PRIMARY KEY (bucket, feed, source_bucket)
) WITH (fillfactor = 10,
        autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

SELECT ops.shard_by('feed_position', 'bucket', 'ledger_head');

DO $body$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON feed_position TO %I', current_schema());
END
$body$;
