-- 0003_take_hours_from_credit: what was reported is told by credit's determinations, no longer by the registry's
-- records beside them.
--
-- A completion was taken in twice, by two followers that waited for each other's locks.
--
-- Stop the previous release first: it would add what is already there. Between the two feeds it may have been anywhere,
-- so the determinations are taken in from the beginning. Until they are, readers with a freshness token wait, and those
-- without may see figures that go back for a while.

DELETE FROM feed_position WHERE feed = 'credit';
DELETE FROM credit_reflects;
