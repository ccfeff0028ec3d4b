-- Standard SQL only: the same script serves H2 in a file and a bank's PostgreSQL.
CREATE TABLE portnokkel_switch (
  id               VARCHAR(36)              NOT NULL PRIMARY KEY,
  from_environment VARCHAR(100),
  to_environment   VARCHAR(100)             NOT NULL,
  reason           VARCHAR(1000)            NOT NULL,
  proposed_by      VARCHAR(100)             NOT NULL,
  proposed_at      TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at       TIMESTAMP WITH TIME ZONE NOT NULL,
  binding_digest   VARCHAR(64)              NOT NULL,
  state            VARCHAR(20)              NOT NULL,
  decided_by       VARCHAR(100),
  decided_at       TIMESTAMP WITH TIME ZONE,
  choice_version   BIGINT UNIQUE
);

-- What the proposer saw; from_value or to_value is absent where a side has none.
CREATE TABLE portnokkel_switch_difference (
  switch_id  VARCHAR(36)  NOT NULL REFERENCES portnokkel_switch (id),
  position   INTEGER      NOT NULL,
  what       VARCHAR(200) NOT NULL,
  from_value VARCHAR(2000),
  to_value   VARCHAR(2000),
  PRIMARY KEY (switch_id, position)
);

-- Why the last dry run of a proposal failed.
CREATE TABLE portnokkel_switch_problem (
  switch_id VARCHAR(36)   NOT NULL PRIMARY KEY REFERENCES portnokkel_switch (id),
  code      VARCHAR(100)  NOT NULL,
  detail_no VARCHAR(4000) NOT NULL,
  detail_en VARCHAR(4000) NOT NULL,
  remedy_no VARCHAR(4000) NOT NULL,
  remedy_en VARCHAR(4000) NOT NULL,
  owner     VARCHAR(100),
  mp        VARCHAR(20),
  trace_id  VARCHAR(200)
);
