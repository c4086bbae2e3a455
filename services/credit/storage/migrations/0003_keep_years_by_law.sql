-- 0003_keep_years_by_law: of a determination what an account shows is kept, and by which law it was made. The way of
-- every record is computed when it is asked for.
--
-- Not safe while the previous release runs: stop credit first. What was determined before has the law 0, which
-- is nobody's: until it is determined anew, it is computed when it is read.

CREATE TABLE law (
  number  integer PRIMARY KEY CHECK (number > 0),  -- in order of coming into service; the last is in service
  digest  bytea   NOT NULL CHECK (length(digest) = 32),
  applied boolean NOT NULL DEFAULT false           -- everything from before it was determined anew
);
SELECT ops.replicate('law');
GRANT SELECT, INSERT, UPDATE ON law TO credit;

ALTER TABLE determination
  DROP COLUMN body,
  ADD COLUMN law integer NOT NULL DEFAULT 0,
  ADD COLUMN summary bytea NOT NULL DEFAULT '';  -- xuefen.credit.v1.AccountYear
ALTER TABLE determination ALTER COLUMN law DROP DEFAULT;
ALTER TABLE determination ALTER COLUMN summary DROP DEFAULT;

-- A year is written again with each of its records; room for that saves entries in the index.
ALTER TABLE determination SET (fillfactor = 80);
