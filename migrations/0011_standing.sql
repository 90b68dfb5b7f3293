-- How each organisation stands in a month, at the place where its assignments are counted: the board orders and
-- filters by these rows instead of ranking the assignments themselves. Moved with every change, recomputable from
-- `assignment` (`qingdan check` compares). `owed` = issued + signed + returned: what still waits for an answer;
-- `first_due` is the earliest deadline among them, 9999-12-31 if nothing is owed, so that “overdue” is a
-- comparison with the day on which somebody looks.
CREATE TABLE standing (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  path {text} NOT NULL,
  owed {int} NOT NULL,
  first_due {text} NOT NULL,
  issued {int} NOT NULL,
  signed {int} NOT NULL,
  reported {int} NOT NULL,
  returned {int} NOT NULL,
  verified {int} NOT NULL,
  closed {int} NOT NULL,
  declined {int} NOT NULL,
  excused {int} NOT NULL,
  withdrawn {int} NOT NULL,
  PRIMARY KEY (org_id, month, path)
) {table};
CREATE INDEX standing_board ON standing (month, path, owed);

INSERT INTO standing (org_id, month, path, owed, first_due, issued, signed, reported, returned, verified, closed, declined, excused, withdrawn)
SELECT a.org_id, a.month, a.path, SUM(CASE WHEN a.state IN (1, 2, 4) THEN 1 ELSE 0 END),
  COALESCE(MIN(CASE WHEN a.state IN (1, 2, 4) THEN a.due_day END), '9999-12-31'),
  SUM(CASE WHEN a.state = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN a.state = 2 THEN 1 ELSE 0 END),
  SUM(CASE WHEN a.state = 3 THEN 1 ELSE 0 END), SUM(CASE WHEN a.state = 4 THEN 1 ELSE 0 END),
  SUM(CASE WHEN a.state = 5 THEN 1 ELSE 0 END), SUM(CASE WHEN a.state = 6 THEN 1 ELSE 0 END),
  SUM(CASE WHEN a.state = 7 THEN 1 ELSE 0 END), SUM(CASE WHEN a.state = 8 THEN 1 ELSE 0 END),
  SUM(CASE WHEN a.state = 9 THEN 1 ELSE 0 END)
FROM assignment a JOIN item i ON i.item_id = a.item_id
WHERE i.visible = 1
GROUP BY a.org_id, a.month, a.path;
