-- What a decision of a meeting rests on, as an item of a list does: a clause of a document, a target of a letter, or
-- both; none = 无依据. `ground` says it in words, as on the day it was written; `basis` stays the remark of people.
ALTER TABLE decision ADD COLUMN clause_id {int};
ALTER TABLE decision ADD COLUMN target_id {int};
ALTER TABLE decision ADD COLUMN ground {text};
