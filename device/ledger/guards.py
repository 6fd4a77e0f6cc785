"""What the tables are guarded by, and found by: triggers and partial indexes."""

TRIGGERS = (
    (
        "CREATE TRIGGER IF NOT EXISTS entry_never_changes BEFORE UPDATE ON entry"
        " BEGIN SELECT RAISE(ABORT, 'entries never change'); END"
    ),
    (
        # Only what was received goes, only behind the checkpoint that says so, never the newest.
        "CREATE TRIGGER IF NOT EXISTS entry_never_goes BEFORE DELETE ON entry WHEN"
        " NOT EXISTS (SELECT 1 FROM checkpoint"
        "  WHERE checkpoint.book = OLD.book AND checkpoint.through >= OLD.seq)"
        " OR NOT EXISTS (SELECT 1 FROM outbox"
        "  WHERE outbox.id = OLD.id AND outbox.state IN ('received', 'carried'))"
        " OR NOT EXISTS (SELECT 1 FROM entry AS later WHERE later.id > OLD.id)"
        " BEGIN SELECT RAISE(ABORT, 'entries never go'); END"
    ),
    (
        # INSERT OR REPLACE would take an entry away without the trigger above.
        "CREATE TRIGGER IF NOT EXISTS entry_never_replaced BEFORE INSERT ON entry"
        " WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'entries never change'); END"
    ),
    "CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (id) WHERE state = 'waiting'",
    "CREATE INDEX IF NOT EXISTS outbox_rejected ON outbox (id) WHERE state = 'rejected'",
    (
        "CREATE INDEX IF NOT EXISTS outbox_answered ON outbox (answered_at)"
        " WHERE answered_at IS NOT NULL"
    ),
    "CREATE INDEX IF NOT EXISTS printjob_waiting ON printjob (id) WHERE state = 'committed'",
    "CREATE INDEX IF NOT EXISTS entry_about ON entry (about) WHERE about IS NOT NULL",
    # A sale, of which there are most, does not touch it. Ask with `kind != 'sale'` beside the kind.
    "CREATE INDEX IF NOT EXISTS entry_other ON entry (kind, id) WHERE kind != 'sale'",
)
