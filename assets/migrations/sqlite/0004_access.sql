-- Who worked at the desk is told the newest first. Such events are few among those of cards, which are in no index for this: they are
-- added as fast as before. When they were stands in the index too, so that older ones are passed over without reading them.
CREATE INDEX event_access ON event (seq, at_us) WHERE kind = 'access';
