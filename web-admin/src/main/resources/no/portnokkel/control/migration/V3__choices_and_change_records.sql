-- Every choice of environment that the nodes follow: by a switch, or by its automatic rollback.
CREATE TABLE portnokkel_choice (
  version       BIGINT       NOT NULL PRIMARY KEY,
  environment   VARCHAR(100) NOT NULL,
  switch_id     VARCHAR(36)  NOT NULL REFERENCES portnokkel_switch (id),
  signed_choice VARCHAR(8000)
);
INSERT INTO portnokkel_choice (version, environment, switch_id, signed_choice)
  SELECT choice_version, to_environment, id, signed_choice FROM portnokkel_switch WHERE choice_version IS NOT NULL;
ALTER TABLE portnokkel_switch DROP COLUMN choice_version;
ALTER TABLE portnokkel_switch DROP COLUMN signed_choice;

-- The change record of Delegated Regulation (EU) 2024/1774, article 17(1); absent in switches of earlier releases.
ALTER TABLE portnokkel_switch ADD COLUMN purpose VARCHAR(1000);
ALTER TABLE portnokkel_switch ADD COLUMN change_scope VARCHAR(1000);
ALTER TABLE portnokkel_switch ADD COLUMN planned_time VARCHAR(1000);
ALTER TABLE portnokkel_switch ADD COLUMN expected_outcome VARCHAR(1000);
ALTER TABLE portnokkel_switch ADD COLUMN fall_back VARCHAR(1000);

-- SHA-256 of the difference that was decided about (RFC 8785).
ALTER TABLE portnokkel_switch ADD COLUMN decided_digest VARCHAR(64);

-- An emergency change: one person decided, another one reviews it afterwards.
ALTER TABLE portnokkel_switch ADD COLUMN emergency BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE portnokkel_switch ADD COLUMN reviewed_by VARCHAR(100);
ALTER TABLE portnokkel_switch ADD COLUMN reviewed_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE portnokkel_switch ADD COLUMN review_note VARCHAR(1000);
ALTER TABLE portnokkel_switch ADD COLUMN review_signature VARCHAR(4000);

-- Whether the first grant after the switch has succeeded: until then it can be rolled back.
ALTER TABLE portnokkel_switch ADD COLUMN first_grant VARCHAR(20);
ALTER TABLE portnokkel_switch ADD COLUMN reverted_at TIMESTAMP WITH TIME ZONE;
