-- Under which keys of the house living secrets lie: every first signature of a post asks, so it must not read all keys.
CREATE INDEX post_key_house ON post_key (house_key) WHERE ended_at IS NULL;
