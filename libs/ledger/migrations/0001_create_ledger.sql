-- 0001_create_ledger: the append-only ledger with its heads and claims. See docs/ledger.md.
--
-- Safe while the previous release runs: creates only.

CREATE TABLE ledger_head (
  bucket   smallint NOT NULL PRIMARY KEY CHECK (bucket BETWEEN 0 AND 63),
  next_seq bigint   NOT NULL CHECK (next_seq >= 1),
  chain    bytea    NOT NULL CHECK (length(chain) = 32)
) WITH (fillfactor = 10,  -- Room for updates in place.
        autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE ledger (
  seq       bigint   NOT NULL,
  source    integer  NOT NULL,
  bucket    smallint NOT NULL,
  hashing   smallint NOT NULL,
  event_key text COLLATE "C" NOT NULL,
  type      text COLLATE "C" NOT NULL,
  body      bytea    NOT NULL,
  chain     bytea    NOT NULL,
  PRIMARY KEY (bucket, seq)
);

-- Which event key of which source was used, with what content, and where it stands.
CREATE TABLE claim (
  key    uuid     NOT NULL,
  digest uuid     NOT NULL,
  seq    bigint   NOT NULL,
  source integer  NOT NULL,
  bucket smallint NOT NULL,
  PRIMARY KEY (source, key)
);

SELECT ops.shard_by('ledger_head', 'bucket');
SELECT ops.shard_by('ledger', 'bucket', 'ledger_head');
SELECT ops.shard_by('claim', 'source', 'none');

INSERT INTO ledger_head (bucket, next_seq, chain)
SELECT bucket, 1, sha256(convert_to('xuefen ledger 1 bucket ' || bucket, 'UTF8'))
FROM generate_series(0, 63) AS bucket;

-- Locks the heads one by one in ascending order, so that writers never wait for each other in a circle;
-- a distributed database refuses FOR UPDATE over several shards anyway.
CREATE FUNCTION lock_heads(wanted smallint[])
RETURNS TABLE (bucket smallint, next_seq bigint, chain bytea) LANGUAGE plpgsql AS $body$
DECLARE
  one smallint;
BEGIN
  FOR one IN SELECT DISTINCT w FROM unnest(wanted) AS w ORDER BY w LOOP
    RETURN QUERY SELECT h.bucket, h.next_seq, h.chain FROM ledger_head AS h
                 WHERE h.bucket = one FOR UPDATE;
  END LOOP;
END
$body$;

-- What is written stays: nobody but the owner may change or remove an entry or a claim.
DO $body$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON ledger, claim TO %I', current_schema());
  EXECUTE format('GRANT SELECT, UPDATE ON ledger_head TO %I', current_schema());
END
$body$;
