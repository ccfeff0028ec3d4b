-- The audit: one JSON object a line, exactly as it is exported. Rows are only added, and removed when their time is over.
CREATE TABLE portnokkel_audit (
  seq  BIGINT         NOT NULL PRIMARY KEY,
  line VARCHAR(32000) NOT NULL
);

-- What the next line continues. Each transaction that adds a line locks this row.
CREATE TABLE portnokkel_audit_head (
  id           SMALLINT      NOT NULL PRIMARY KEY,
  installation VARCHAR(36),
  last_leaf    VARCHAR(64),
  tree         VARCHAR(4200) NOT NULL,
  archived     VARCHAR(4200) DEFAULT '0' NOT NULL,
  merged       VARCHAR(36)
);
INSERT INTO portnokkel_audit_head (id, tree) VALUES (1, '0');

-- Checkpoints over the first lines, as signed notes.
CREATE TABLE portnokkel_checkpoint (
  size       BIGINT                   NOT NULL PRIMARY KEY,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  signed     BOOLEAN                  NOT NULL,
  note       VARCHAR(32000)           NOT NULL
);
