-- 0001_create_people: people, their identity documents, and the copy of the catalogue.
--
-- Safe while an earlier release runs: creates only.

-- An identity document, found by a keyed hash of its number. The number itself is sealed; a dump
-- without the keys tells neither number nor name. `shard` is the hash's first byte modulo 64.
CREATE TABLE identity (
  shard         smallint NOT NULL CHECK (shard BETWEEN 0 AND 63),
  lookup        bytea    NOT NULL,  -- HMAC-SHA256 of the canonical number
  bucket        smallint NOT NULL,  -- the person's
  person        uuid    NOT NULL,
  name_hash     bytea    NOT NULL,  -- HMAC-SHA256 of the normalised name
  lookup_key_id integer  NOT NULL,
  sealed_number bytea    NOT NULL,
  PRIMARY KEY (shard, lookup)
);
SELECT ops.shard_by('identity', 'shard', 'none');

CREATE TABLE person (
  bucket      smallint NOT NULL,
  person      uuid    NOT NULL,
  sealed_name bytea    NOT NULL,
  PRIMARY KEY (bucket, person)
);
SELECT ops.shard_by('person', 'bucket', 'ledger_head');

-- Which divisions administer a person; each until the day before the next.
CREATE TABLE administration (
  bucket    smallint NOT NULL,
  person    uuid    NOT NULL,
  first_day date     NOT NULL,
  division  text     NOT NULL,
  PRIMARY KEY (bucket, person, first_day),
  FOREIGN KEY (bucket, person) REFERENCES person
);
SELECT ops.shard_by('administration', 'bucket', 'ledger_head');

-- The keys with which data of this schema was made, so that a start need not look through the data.
-- `proof` is made with the key and tells it from another of the same id.
CREATE TABLE key_in_use (
  purpose text    NOT NULL CHECK (purpose IN ('encryption', 'lookup')),
  key_id  integer NOT NULL,
  proof   bytea   NOT NULL,
  PRIMARY KEY (purpose, key_id)
);
SELECT ops.replicate('key_in_use');

-- What the accreditation service's feed told, as serialized events; read into memory at the start.
CREATE TABLE catalogue_provider (
  uscc text COLLATE "C" PRIMARY KEY,
  body bytea NOT NULL  -- xuefen.accreditation.v1.Provider
);
SELECT ops.replicate('catalogue_provider');

CREATE TABLE catalogue_activity (
  uscc text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  body bytea NOT NULL,  -- xuefen.accreditation.v1.ActivityRecorded
  PRIMARY KEY (uscc, code)
);
SELECT ops.replicate('catalogue_activity');

-- Holds its row once the copy has been complete.
CREATE TABLE catalogue_complete (
  only_row boolean PRIMARY KEY CHECK (only_row)
);
SELECT ops.replicate('catalogue_complete');

GRANT SELECT, INSERT ON catalogue_complete TO registry;
GRANT SELECT, INSERT, DELETE ON key_in_use TO registry;
GRANT SELECT, INSERT, UPDATE ON identity, person TO registry;
GRANT SELECT, INSERT ON administration TO registry;
GRANT SELECT, INSERT, UPDATE ON catalogue_provider, catalogue_activity TO registry;
