-- Batches of papers (批量打印): one order, worked in the background into one ZIP file in the spool. `org_id`, `by_post_id`
-- and `by_account_id` are who ordered it: nobody else fetches it. `of_org_id` and `subject` say of what. stage: waiting,
-- working, done, failed, cancelled. `worker` is the run that works on it, `changed_at` its last sign of life, `tries` how
-- many runs there were. `refused` lists papers that could not be printed and why, as data; `reason` is why it failed.
CREATE TABLE paper_batch (
  org_id {int} NOT NULL,
  batch_id {int} NOT NULL,
  kind {text} NOT NULL CHECK (kind IN ('list', 'statement', 'letter')),
  of_org_id {int} NOT NULL,
  subject {text} NOT NULL,
  title {text} NOT NULL,
  format {text} NOT NULL CHECK (format IN ('pdf', 'docx')),
  base {text} NOT NULL,
  stage {text} NOT NULL CHECK (stage IN ('waiting', 'working', 'done', 'failed', 'cancelled')),
  total {int} NOT NULL,
  done {int} NOT NULL,
  refused {text} NOT NULL,
  reason {text} NOT NULL,
  bytes {int} NOT NULL,
  worker {int} NOT NULL,
  tries {int} NOT NULL,
  ordered_at {int} NOT NULL,
  changed_at {int} NOT NULL,
  by_post_id {int} NOT NULL,
  by_account_id {int} NOT NULL,
  PRIMARY KEY (org_id, batch_id)
) {table};
CREATE INDEX paper_batch_open ON paper_batch (batch_id) WHERE stage IN ('waiting', 'working');
CREATE INDEX paper_batch_mine ON paper_batch (org_id, by_account_id, batch_id);
