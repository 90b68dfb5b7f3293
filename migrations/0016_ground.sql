-- What an item of a list rests on: a clause of a document, a target of a letter, or both; none = 无依据. `ground` says
-- it in words, as on the day the item was written. An assignment carries its item's target, so that it can be told which
-- organisations a target reached without reading every assignment of the year.
ALTER TABLE item ADD COLUMN clause_id {int};
ALTER TABLE item ADD COLUMN target_id {int};
ALTER TABLE item ADD COLUMN ground {text};
ALTER TABLE assignment ADD COLUMN target_id {int};
CREATE INDEX item_target ON item (target_id) WHERE target_id IS NOT NULL;
CREATE INDEX assignment_target ON assignment (target_id, path) WHERE target_id IS NOT NULL;
-- The red list of a month: items that rest on no row.
CREATE INDEX item_baseless ON item (month, item_id) WHERE clause_id IS NULL AND target_id IS NULL AND split_of IS NULL;
