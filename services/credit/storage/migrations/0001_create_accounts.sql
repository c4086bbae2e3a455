-- 0001_create_accounts: copies of what determinations are made from, and the determinations.
--
-- Safe while an earlier release runs: creates only.

-- Which divisions administer a person, from the registry's feed; each until the day before the next.
CREATE TABLE administration (
  bucket    smallint NOT NULL,
  person    uuid     NOT NULL,
  first_day date     NOT NULL,
  division  text     NOT NULL,
  PRIMARY KEY (bucket, person, first_day)
);
SELECT ops.shard_by('administration', 'bucket', 'ledger_head');

-- Learning records, from the registry's feed.
CREATE TABLE record (
  bucket              smallint NOT NULL,
  person              uuid     NOT NULL,
  id                  uuid     NOT NULL,  -- of the completion
  kind                smallint NOT NULL,
  subject             smallint NOT NULL,
  first_day           date     NOT NULL,
  last_day            date     NOT NULL CHECK (first_day <= last_day),
  reported_centihours bigint   NOT NULL CHECK (reported_centihours > 0),
  provider            text     NOT NULL,  -- unified social credit code
  activity_code       text     NOT NULL,
  organised_on        date,
  approved_on         date,
  filed_on            date,
  PRIMARY KEY (bucket, person, id)
);
SELECT ops.shard_by('record', 'bucket', 'ledger_head');

-- The latest determination of each person and year, by the law of the year's last day.
CREATE TABLE determination (
  bucket  smallint NOT NULL,
  person  uuid     NOT NULL,
  year    smallint NOT NULL,
  receipt bytea    NOT NULL CHECK (length(receipt) = 32),  -- SHA-256 of the receipt
  body    bytea    NOT NULL,  -- xuefen.credit.v1.Determination, without names and freshness token
  PRIMARY KEY (bucket, person, year)
);
SELECT ops.shard_by('determination', 'bucket', 'ledger_head');

-- Names to show, from the accreditation service's feed. Few and read by all.
CREATE TABLE provider_name (
  uscc         text COLLATE "C" PRIMARY KEY,
  display_name text NOT NULL
);
SELECT ops.replicate('provider_name');

CREATE TABLE activity_name (
  uscc         text COLLATE "C" NOT NULL,
  code         text COLLATE "C" NOT NULL,
  display_name text NOT NULL,
  PRIMARY KEY (uscc, code)
);
SELECT ops.replicate('activity_name');

GRANT SELECT, INSERT ON administration, record TO credit;
GRANT SELECT, INSERT, UPDATE ON determination, provider_name, activity_name TO credit;
