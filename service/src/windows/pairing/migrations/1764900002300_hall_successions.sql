-- Up Migration
-- That one key of a hall took the place of another, signed by the former; checkers follow them in this order.
CREATE TABLE hall_successions (
  hall text NOT NULL REFERENCES halls,
  number int NOT NULL,
  token text NOT NULL,
  PRIMARY KEY (hall, number)
);

-- Down Migration
DROP TABLE hall_successions;
