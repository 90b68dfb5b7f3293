-- 提醒: which organisation was reminded of which list, on which day it is shown, and from which instant. Nothing says
-- whether anybody looked, and nothing says whether it still holds: that is what the assignments say.
CREATE TABLE reminder (
  org_id {int} NOT NULL,
  day {text} NOT NULL,
  list_id {int} NOT NULL,
  month {int} NOT NULL,
  shown_from {int} NOT NULL,
  PRIMARY KEY (org_id, day, list_id)
) {table};
