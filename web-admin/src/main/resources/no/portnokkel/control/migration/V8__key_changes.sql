-- A change of a client's key: a proposal, or a decided one. Both signatures are made in the HSM.
CREATE TABLE portnokkel_key_change (
  id                 VARCHAR(36)              NOT NULL PRIMARY KEY,
  environment        VARCHAR(100)             NOT NULL,
  client             VARCHAR(100),
  action             VARCHAR(20)              NOT NULL,
  label              VARCHAR(1000)            NOT NULL,
  kid                VARCHAR(1000),
  from_label         VARCHAR(1000)            NOT NULL,
  from_kid           VARCHAR(1000),
  certificate        VARCHAR(64),
  reason             VARCHAR(1000)            NOT NULL,
  binding_digest     VARCHAR(64)              NOT NULL,
  proposed_by        VARCHAR(100)             NOT NULL,
  proposed_by_id     VARCHAR(2000),
  proposed_by_roles  VARCHAR(200),
  proposed_at        TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at         TIMESTAMP WITH TIME ZONE NOT NULL,
  proposal_signature VARCHAR(4000)            NOT NULL,
  state              VARCHAR(20)              NOT NULL,
  decided_by         VARCHAR(100),
  decided_by_id      VARCHAR(2000),
  decided_by_roles   VARCHAR(200),
  decided_at         TIMESTAMP WITH TIME ZONE,
  decision_signature VARCHAR(4000),
  canaries_granted   INTEGER                  NOT NULL,
  canaries_refused   INTEGER                  NOT NULL,
  checked_at         TIMESTAMP WITH TIME ZONE,
  activated_at       TIMESTAMP WITH TIME ZONE
);

-- Why the canary grants of a change were refused.
CREATE TABLE portnokkel_key_change_problem (
  key_change_id VARCHAR(36)   NOT NULL PRIMARY KEY REFERENCES portnokkel_key_change (id),
  code          VARCHAR(100)  NOT NULL,
  detail_no     VARCHAR(4000) NOT NULL,
  detail_en     VARCHAR(4000) NOT NULL,
  remedy_no     VARCHAR(4000) NOT NULL,
  remedy_en     VARCHAR(4000) NOT NULL,
  owner         VARCHAR(100),
  mp            VARCHAR(20),
  trace_id      VARCHAR(200)
);

-- A choice may be that of a key: then switch_id names the last switch until then, if there was one.
ALTER TABLE portnokkel_choice ALTER COLUMN switch_id DROP NOT NULL;
ALTER TABLE portnokkel_choice ALTER COLUMN signed_choice SET DATA TYPE VARCHAR(32000);
ALTER TABLE portnokkel_choice ADD COLUMN key_change_id VARCHAR(36);
