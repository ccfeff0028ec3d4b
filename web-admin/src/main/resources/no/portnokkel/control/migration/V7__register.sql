-- The register of keys and certificates of each node, as it was known last on each day (UTC): one JSON object an
-- entry. Row 0 stands for the register itself, which may be empty.
CREATE TABLE portnokkel_register (
  node         VARCHAR(100)     NOT NULL,
  taken_on     DATE             NOT NULL,
  entry_number INTEGER          NOT NULL,
  entry        VARCHAR(1000000) NOT NULL,
  PRIMARY KEY (node, taken_on, entry_number)
);
