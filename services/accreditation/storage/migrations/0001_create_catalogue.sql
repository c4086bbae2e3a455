-- 0001_create_catalogue: authorities, providers with their states, activities.
--
-- Safe while an earlier release runs: creates only.

-- Few and read by all: a reference table.
CREATE TABLE authority (
  id           text COLLATE "C" PRIMARY KEY,
  display_name text NOT NULL,
  division     text NOT NULL,
  industry     text NOT NULL,  -- empty for a bureau
  first_day    date,           -- NULL: before the records of this system
  last_day     date            -- NULL: it exists
);
SELECT ops.replicate('authority');

-- Gives every provider its number, once, for ever. One row.
CREATE TABLE provider_counter (
  only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  next_number integer NOT NULL DEFAULT 1
);
INSERT INTO provider_counter DEFAULT VALUES;
SELECT ops.replicate('provider_counter');

CREATE TABLE provider (
  bucket       smallint NOT NULL,
  uscc         text COLLATE "C" NOT NULL,  -- unified social credit code
  number       integer  NOT NULL,
  display_name text     NOT NULL,
  kind         smallint NOT NULL,
  division     text     NOT NULL,          -- of the accrediting bureau
  PRIMARY KEY (bucket, uscc)
);
SELECT ops.shard_by('provider', 'bucket', 'ledger_head');

-- Each state holds until the day before the next position's.
CREATE TABLE provider_state (
  bucket    smallint NOT NULL,
  uscc      text COLLATE "C" NOT NULL,
  position  smallint NOT NULL,
  state     smallint NOT NULL,
  first_day date     NOT NULL,
  cause     text     NOT NULL,
  PRIMARY KEY (bucket, uscc, position),
  FOREIGN KEY (bucket, uscc) REFERENCES provider
);
SELECT ops.shard_by('provider_state', 'bucket', 'ledger_head');

CREATE TABLE activity (
  bucket             smallint    NOT NULL,  -- the provider's
  uscc               text COLLATE "C" NOT NULL,
  code               text COLLATE "C" NOT NULL,
  display_name       text        NOT NULL,
  subject            smallint    NOT NULL,
  form               smallint    NOT NULL,
  first_day          date        NOT NULL,
  last_day           date        NOT NULL CHECK (first_day <= last_day),
  planned_centihours bigint      NOT NULL CHECK (planned_centihours > 0),
  gate               smallint    NOT NULL,
  gate_day           date        NOT NULL,
  authority          text COLLATE "C" NOT NULL REFERENCES authority,
  created_at         timestamptz NOT NULL,
  PRIMARY KEY (bucket, uscc, code),
  FOREIGN KEY (bucket, uscc) REFERENCES provider
);
SELECT ops.shard_by('activity', 'bucket', 'ledger_head');

GRANT SELECT, INSERT, UPDATE ON authority TO accreditation;
GRANT SELECT, UPDATE ON provider_counter TO accreditation;
GRANT SELECT, INSERT ON provider, provider_state, activity TO accreditation;
