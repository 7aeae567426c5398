"""The statement with which the database keeps `SearchLine` true, in triggers and else."""

# The owner stands in the high bits of the id, so that the lines of one person are one range.
TURN_BITS = 40

# A condition on a turn `t` or a conversation `c` may follow.
INSERT = f"""
INSERT INTO voicechat_searchline (id, turn_id, conversation_id, owner_id, text)
SELECT (CAST(c.owner_id AS bigint) << {TURN_BITS}) | t.id, t.id, c.id, c.owner_id,
    voicechat_fold(t.text)
FROM voicechat_turn t JOIN voicechat_conversation c ON c.id = t.conversation_id
WHERE t.text <> ''"""
