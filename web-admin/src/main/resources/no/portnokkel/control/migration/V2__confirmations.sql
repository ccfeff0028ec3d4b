-- The signed proposal and the signed choice: what nobody signed in the HSM can neither be approved nor is it followed.
ALTER TABLE portnokkel_switch ADD COLUMN proposal_signature VARCHAR(4000);
ALTER TABLE portnokkel_switch ADD COLUMN signed_choice VARCHAR(8000);

-- Settings and users in effect, and who confirmed them; the signature is made in the HSM.
CREATE TABLE portnokkel_confirmation (
  id          VARCHAR(36)              NOT NULL PRIMARY KEY,
  environment VARCHAR(100)             NOT NULL,
  proposed_by VARCHAR(100)             NOT NULL,
  proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at  TIMESTAMP WITH TIME ZONE NOT NULL,
  decided_by  VARCHAR(100),
  decided_at  TIMESTAMP WITH TIME ZONE,
  sequence_no BIGINT UNIQUE,
  signature   VARCHAR(4000)
);

CREATE TABLE portnokkel_confirmation_value (
  confirmation_id VARCHAR(36)   NOT NULL REFERENCES portnokkel_confirmation (id),
  position        INTEGER       NOT NULL,
  name            VARCHAR(200)  NOT NULL,
  setting         VARCHAR(2000) NOT NULL,
  PRIMARY KEY (confirmation_id, position)
);
