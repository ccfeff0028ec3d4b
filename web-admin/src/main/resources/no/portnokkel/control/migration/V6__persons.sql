-- Who did it, and with which roles at that time: a name may be that of several persons. Both are absent in rows of earlier
-- releases, which knew built-in users only: their id is the name. An id is issuer, '#' and percent-encoded subject.
ALTER TABLE portnokkel_switch ADD COLUMN proposed_by_id VARCHAR(2000);
ALTER TABLE portnokkel_switch ADD COLUMN proposed_by_roles VARCHAR(200);
ALTER TABLE portnokkel_switch ADD COLUMN decided_by_id VARCHAR(2000);
ALTER TABLE portnokkel_switch ADD COLUMN decided_by_roles VARCHAR(200);
ALTER TABLE portnokkel_switch ADD COLUMN reviewed_by_id VARCHAR(2000);
ALTER TABLE portnokkel_switch ADD COLUMN reviewed_by_roles VARCHAR(200);
ALTER TABLE portnokkel_confirmation ADD COLUMN proposed_by_id VARCHAR(2000);
ALTER TABLE portnokkel_confirmation ADD COLUMN proposed_by_roles VARCHAR(200);
ALTER TABLE portnokkel_confirmation ADD COLUMN decided_by_id VARCHAR(2000);
ALTER TABLE portnokkel_confirmation ADD COLUMN decided_by_roles VARCHAR(200);
