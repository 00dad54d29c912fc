-- The bytes of files that the bot sends, in pieces, so that no transaction is long and no learner's
-- turn waits for a large file. They are kept until the parcel that sends them is done with.
CREATE TABLE document (
    id    TEXT NOT NULL,
    piece INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (id, piece)
);

CREATE TRIGGER document_goes_with_its_parcel AFTER DELETE ON outbox
WHEN instr(old.outputs, '["document",') AND json_valid(old.outputs)
BEGIN
    DELETE FROM document WHERE id IN (
        SELECT output.value ->> 1 FROM json_each(old.outputs) AS output
        WHERE output.value ->> 0 = 'document'
    );
END;
