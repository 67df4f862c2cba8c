"""The steps that made the store's tables. Never change one that was ever released: add another."""

from __future__ import annotations

from assistant.store.connection import Connection
from assistant.store.latersteps import LATER


def m001_chats_hold_turns(connection: Connection) -> None:
    """Chats are trees of turns. AUTOINCREMENT: an id is never given twice, even after forgetting."""
    connection.run(
        "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, made REAL NOT NULL) STRICT"
    )
    connection.run(
        """CREATE TABLE chats (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL,
            space TEXT NOT NULL,
            made REAL NOT NULL,
            touched REAL NOT NULL,
            rank INTEGER NOT NULL,
            head INTEGER REFERENCES turns (id) ON DELETE SET NULL,
            pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
            draft TEXT NOT NULL DEFAULT ''
        ) STRICT"""
    )
    connection.run("CREATE INDEX chats_by_rank ON chats (pinned DESC, rank DESC)")
    connection.run(
        """CREATE TABLE turns (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
            parent INTEGER REFERENCES turns (id) ON DELETE CASCADE,
            question TEXT NOT NULL,
            answer TEXT NOT NULL DEFAULT '',
            finish TEXT NOT NULL CHECK (finish IN ('stop', 'length', 'stopped', 'failed', 'pending')),
            made REAL NOT NULL,
            seed INTEGER NOT NULL,
            sliders TEXT NOT NULL,
            adapter TEXT,
            strength REAL NOT NULL,
            steering REAL NOT NULL,
            stats TEXT
        ) STRICT"""
    )
    connection.run("CREATE INDEX turns_by_parent ON turns (chat, parent)")
    connection.run("CREATE INDEX turns_below ON turns (parent)")
    connection.run("CREATE INDEX chats_by_head ON chats (head)")


def m002_turns_are_searched_by_word(connection: Connection) -> None:
    """Full-text search over questions and answers."""
    connection.run(
        """CREATE VIRTUAL TABLE turns_fts USING fts5 (
            question, answer, content='turns', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
        )"""
    )
    _follow(connection, table="turns", columns=("question", "answer"))


def m003_preferences_know_where_they_came_from(connection: Connection) -> None:
    """What the person prefers; an edit adds a row that replaces the old one. Every change counts up a revision."""
    connection.run(
        """CREATE TABLE preferences (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            text TEXT NOT NULL,
            digest BLOB NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('style', 'fact')),
            space TEXT NOT NULL,
            source TEXT NOT NULL CHECK (source IN ('typed', 'confirmed', 'imported', 'model')),
            state TEXT NOT NULL CHECK (state IN ('active', 'candidate', 'superseded')),
            always INTEGER NOT NULL CHECK (always IN (0, 1)),
            made REAL NOT NULL,
            ended REAL,
            replaces INTEGER REFERENCES preferences (id) ON DELETE SET NULL,
            confirmations INTEGER NOT NULL DEFAULT 1,
            quote TEXT NOT NULL DEFAULT '',
            confidence REAL NOT NULL DEFAULT 1.0 CHECK (confidence BETWEEN 0 AND 1)
        ) STRICT"""
    )
    connection.run("CREATE INDEX preferences_by_state ON preferences (state, space)")
    connection.run("CREATE INDEX preferences_by_digest ON preferences (digest)")
    connection.run("CREATE INDEX preferences_by_replaced ON preferences (replaces)")
    connection.run("CREATE TABLE revisions (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID")
    connection.run("INSERT INTO revisions (name, number) VALUES ('preferences', 0)")
    for event in ("INSERT", "UPDATE", "DELETE"):
        connection.run(
            f"""CREATE TRIGGER preferences_revised_by_{event.lower()} AFTER {event} ON preferences BEGIN
                UPDATE revisions SET number = number + 1 WHERE name = 'preferences';
            END"""  # noqa: S608  # three words written above
        )


def m004_preferences_are_searched_by_word(connection: Connection) -> None:
    """Full-text search over preferences; word endings do not matter."""
    connection.run(
        """CREATE VIRTUAL TABLE preferences_fts USING fts5 (
            text, content='preferences', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
        )"""
    )
    _follow(connection, table="preferences", columns=("text",))


def m005_turns_refer_to_what_they_were_given(connection: Connection) -> None:
    """References, not copies: forgetting a preference reaches every turn and every chat."""
    connection.run(
        """CREATE TABLE turn_memories (
            turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
            preference INTEGER NOT NULL REFERENCES preferences (id) ON DELETE CASCADE,
            score REAL NOT NULL,
            reason TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (turn, position)
        ) STRICT, WITHOUT ROWID"""
    )
    connection.run("CREATE INDEX turn_memories_by_preference ON turn_memories (preference)")
    connection.run(
        """CREATE TABLE standing (
            chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
            preference INTEGER NOT NULL REFERENCES preferences (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            PRIMARY KEY (chat, position)
        ) STRICT, WITHOUT ROWID"""
    )
    connection.run("CREATE INDEX standing_by_preference ON standing (preference)")


def m006_preferences_have_vectors(connection: Connection) -> None:
    """What each preference means to an embedding model, as little-endian float32."""
    connection.run(
        """CREATE TABLE vectors (
            preference INTEGER NOT NULL REFERENCES preferences (id) ON DELETE CASCADE,
            model TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (model, preference)
        ) STRICT"""
    )
    connection.run("CREATE INDEX vectors_by_preference ON vectors (preference)")


def m007_turns_are_rated(connection: Connection) -> None:
    """One rating a turn, with the slider levels of that moment."""
    connection.run(
        """CREATE TABLE ratings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            turn INTEGER NOT NULL UNIQUE REFERENCES turns (id) ON DELETE CASCADE,
            verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
            reasons TEXT NOT NULL,
            better TEXT,
            sliders TEXT NOT NULL,
            space TEXT NOT NULL,
            made REAL NOT NULL
        ) STRICT"""
    )


def m008_sliders_and_settings_are_kept(connection: Connection) -> None:
    """Sliders as a history, settings as one value each."""
    connection.run(
        """CREATE TABLE slider_moves (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            level INTEGER NOT NULL CHECK (level BETWEEN -3 AND 3),
            space TEXT NOT NULL,
            made REAL NOT NULL
        ) STRICT"""
    )
    connection.run("CREATE INDEX slider_moves_by_name ON slider_moves (space, name)")
    connection.run("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")


def m009_turns_name_what_is_always_kept_in_mind(connection: Connection) -> None:
    """A turn also refers to the preferences that stood in its chat already, not only to those found for it."""
    connection.run(
        "ALTER TABLE turn_memories ADD COLUMN is_standing INTEGER NOT NULL DEFAULT 0 CHECK (is_standing IN (0, 1))"
    )


def m010_two_answers_are_compared(connection: Connection) -> None:
    """One choice for each two turns, whichever was named first."""
    connection.run(
        """CREATE TABLE choices (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            turn_a INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
            turn_b INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
            best TEXT NOT NULL CHECK (best IN ('A', 'B', 'neither')),
            sliders TEXT NOT NULL,
            space TEXT NOT NULL,
            made REAL NOT NULL,
            CHECK (turn_a <> turn_b)
        ) STRICT"""
    )
    connection.run("CREATE UNIQUE INDEX choices_by_turns ON choices (min(turn_a, turn_b), max(turn_a, turn_b))")
    connection.run("CREATE INDEX choices_by_a ON choices (turn_a)")
    connection.run("CREATE INDEX choices_by_b ON choices (turn_b)")


def m011_nights_leave_adapters(connection: Connection) -> None:
    """Adapters are added, never changed; which one acts is a history. One that learned from a turn goes with it."""
    connection.run(
        """CREATE TABLE adapters (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            base TEXT NOT NULL,
            gguf BLOB NOT NULL,
            settings TEXT NOT NULL,
            made REAL NOT NULL
        ) STRICT"""
    )
    connection.run(
        """CREATE TABLE adapter_turns (
            adapter INTEGER NOT NULL REFERENCES adapters (id) ON DELETE CASCADE,
            turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
            PRIMARY KEY (adapter, turn)
        ) STRICT, WITHOUT ROWID"""
    )
    connection.run("CREATE INDEX adapter_turns_by_turn ON adapter_turns (turn)")
    connection.run(
        """CREATE TRIGGER adapters_forget AFTER DELETE ON adapter_turns
        BEGIN DELETE FROM adapters WHERE id = old.adapter; END"""
    )
    connection.run(
        """CREATE TABLE adapter_moves (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            adapter INTEGER REFERENCES adapters (id) ON DELETE SET NULL,
            strength REAL NOT NULL CHECK (strength BETWEEN 0 AND 1),
            made REAL NOT NULL
        ) STRICT"""
    )
    connection.run("CREATE INDEX adapter_moves_by_adapter ON adapter_moves (adapter)")


def m012_nights_are_reported(connection: Connection) -> None:
    """A report for each night, one lease so that there is one night at a time, and one place to go on from."""
    connection.run(
        """CREATE TABLE nights (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            began REAL NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('adopted', 'rejected', 'skipped', 'failed')),
            report TEXT NOT NULL,
            judged_until REAL NOT NULL
        ) STRICT"""
    )
    connection.run(
        """CREATE TABLE night_lease (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            pid INTEGER NOT NULL,
            started REAL NOT NULL
        ) STRICT"""
    )
    connection.run(
        """CREATE TABLE night_checkpoint (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            lesson TEXT NOT NULL,
            began REAL NOT NULL,
            seconds REAL NOT NULL,
            state BLOB NOT NULL
        ) STRICT"""
    )


def _follow(connection: Connection, *, table: str, columns: tuple[str, ...]) -> None:
    """Keep `<table>_fts` equal to its table, wiping what it no longer says. Names come from the steps above."""
    index = f"{table}_fts"
    names = ", ".join(columns)
    old, new = (", ".join(f"{side}.{column}" for column in columns) for side in ("old", "new"))
    put = f"INSERT INTO {index} (rowid, {names}) VALUES (new.id, {new});"  # noqa: S608
    drop = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', old.id, {old});"  # noqa: S608
    connection.run(f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {put} END")
    connection.run(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {drop} END")
    connection.run(f"CREATE TRIGGER {index}_update AFTER UPDATE OF {names} ON {table} BEGIN {drop} {put} END")
    connection.run(f"INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 1)")  # noqa: S608


MIGRATIONS = (
    m001_chats_hold_turns,
    m002_turns_are_searched_by_word,
    m003_preferences_know_where_they_came_from,
    m004_preferences_are_searched_by_word,
    m005_turns_refer_to_what_they_were_given,
    m006_preferences_have_vectors,
    m007_turns_are_rated,
    m008_sliders_and_settings_are_kept,
    m009_turns_name_what_is_always_kept_in_mind,
    m010_two_answers_are_compared,
    m011_nights_leave_adapters,
    m012_nights_are_reported,
    *LATER,
)
