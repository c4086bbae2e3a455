-- 0003_number_from_entries: a bucket's head is its last entry. A row of ledger_head is only locked, by whoever appends.
--
-- Heads that moved left a dead row behind with every group of entries, which a long snapshot (a dump, a report)
-- keeps from being removed; the longer it lasted, the slower everybody wrote.
--
-- Stop the previous release first: it moves heads. Refused when a bucket does not end where its head says: then
-- something was lost or changed before, and this would take what is left for the whole.

DO $body$
DECLARE
  wrong text;
BEGIN
  SELECT string_agg(h.bucket::text, ', ' ORDER BY h.bucket) INTO wrong
  FROM ledger_head AS h
  LEFT JOIN LATERAL (SELECT e.seq, e.chain FROM ledger AS e
                     WHERE e.bucket = h.bucket ORDER BY e.seq DESC LIMIT 1) AS l ON true
  WHERE coalesce(l.seq, 0) <> h.next_seq - 1
     OR coalesce(l.chain, sha256(convert_to('xuefen ledger 1 bucket ' || h.bucket, 'UTF8'))) <> h.chain;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'the head of bucket % is not its last entry; see `verify`', wrong;
  END IF;
END
$body$;

DROP FUNCTION lock_heads;

ALTER TABLE ledger_head DROP COLUMN next_seq, DROP COLUMN chain;
ALTER TABLE ledger_head RESET (fillfactor, autovacuum_vacuum_threshold, autovacuum_vacuum_scale_factor);

-- Locks the heads one by one in ascending order, so that writers never wait for each other in a circle;
-- a distributed database refuses FOR UPDATE over several shards anyway. A bucket without entries has no row.
-- A plan made while the ledger was small must still use the primary key when it is large.
CREATE FUNCTION lock_heads(wanted smallint[])
RETURNS TABLE (bucket smallint, seq bigint, chain bytea) LANGUAGE plpgsql
SET search_path FROM CURRENT SET enable_seqscan = off SET enable_bitmapscan = off AS $body$
DECLARE
  one smallint;
BEGIN
  FOR one IN SELECT DISTINCT w FROM unnest(wanted) AS w ORDER BY w LOOP
    PERFORM FROM ledger_head AS h WHERE h.bucket = one FOR UPDATE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'ledger_head has no bucket %', one;
    END IF;
    -- A statement of its own, that sees what the one before waited for.
    RETURN QUERY SELECT l.bucket, l.seq, l.chain FROM ledger AS l
                 WHERE l.bucket = one ORDER BY l.seq DESC LIMIT 1;
  END LOOP;
END
$body$;

-- The ends of all buckets. Followers ask all day; PL/pgSQL keeps the plan.
CREATE FUNCTION read_heads()
RETURNS TABLE (bucket smallint, seq bigint, chain bytea) LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT SET enable_seqscan = off SET enable_bitmapscan = off AS $body$
BEGIN
  RETURN QUERY SELECT h.bucket, coalesce(l.seq, 0),
                      coalesce(l.chain, sha256(convert_to('xuefen ledger 1 bucket ' || h.bucket, 'UTF8')))
               FROM ledger_head AS h
               LEFT JOIN LATERAL (SELECT e.seq, e.chain FROM ledger AS e
                                  WHERE e.bucket = h.bucket ORDER BY e.seq DESC LIMIT 1) AS l ON true
               ORDER BY h.bucket;
END
$body$;
