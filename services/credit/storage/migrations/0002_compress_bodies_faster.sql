-- 0002_compress_bodies_faster: determinations are written far more often than read.
--
-- Safe while the previous release runs: old bodies stay readable as they are.

ALTER TABLE determination ALTER COLUMN body SET COMPRESSION lz4;
