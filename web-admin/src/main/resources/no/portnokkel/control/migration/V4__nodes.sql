-- What each node that shares this database says of itself, once a second. last_seen is by the clock of the database.
CREATE TABLE portnokkel_node (
  name                VARCHAR(100)             NOT NULL PRIMARY KEY,
  instance            VARCHAR(36)              NOT NULL,
  environment         VARCHAR(100),
  choice_version      BIGINT                   NOT NULL,
  ready               BOOLEAN                  NOT NULL,
  hsm_state           VARCHAR(20),
  product_release     VARCHAR(100)             NOT NULL,
  digest              VARCHAR(64),
  clock_offset_millis BIGINT                   NOT NULL,
  last_seen           TIMESTAMP WITH TIME ZONE NOT NULL
);
