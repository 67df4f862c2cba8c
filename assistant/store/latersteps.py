"""The later steps that made the store's tables; the earlier ones, and the order of all, stand in schema.py."""

from __future__ import annotations

from assistant.store.connection import Connection


def m013_written_answers_are_compared(connection: Connection) -> None:
    """What was chosen in the first minutes, between answers that come with Attune; only their names are kept."""
    connection.run(
        """CREATE TABLE calibration_choices (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            pair TEXT NOT NULL UNIQUE,
            best TEXT NOT NULL CHECK (best IN ('A', 'B', 'neither')),
            made REAL NOT NULL
        ) STRICT"""
    )


def m014_stages_of_an_answer_are_judged(connection: Connection) -> None:
    """One judgement for each stage of an answer. One of memories goes with the last memory it was about."""
    connection.run(
        """CREATE TABLE judgements (
            turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
            stage TEXT NOT NULL CHECK (stage IN ('memories', 'tone', 'answer')),
            is_right INTEGER NOT NULL CHECK (is_right IN (0, 1)),
            made REAL NOT NULL,
            PRIMARY KEY (turn, stage)
        ) STRICT, WITHOUT ROWID"""
    )
    connection.run(
        """CREATE TRIGGER judgements_forget AFTER DELETE ON turn_memories
        WHEN NOT EXISTS (SELECT 1 FROM turn_memories WHERE turn = old.turn)
        BEGIN DELETE FROM judgements WHERE turn = old.turn AND stage = 'memories'; END"""
    )


def m015_turns_can_revise_turns(connection: Connection) -> None:
    """An answer that was rewritten knows which one it was."""
    connection.run("ALTER TABLE turns ADD COLUMN revises INTEGER REFERENCES turns (id) ON DELETE SET NULL")
    connection.run("CREATE INDEX turns_by_revised ON turns (revises)")


def m016_turns_say_when_nothing_personal_acted(connection: Connection) -> None:
    """1 where what is personal was set aside for one answer."""
    connection.run("ALTER TABLE turns ADD COLUMN set_aside INTEGER NOT NULL DEFAULT 0 CHECK (set_aside IN (0, 1))")


def m017_turns_know_what_steered_them(connection: Connection) -> None:
    """Beside the sliders: what ratings showed, and how far an answer was pushed towards the adapter."""
    connection.run("ALTER TABLE turns ADD COLUMN taste TEXT NOT NULL DEFAULT '{}'")
    connection.run("ALTER TABLE turns ADD COLUMN own_voice REAL NOT NULL DEFAULT 0.0")


def m018_adapters_have_purposes(connection: Connection) -> None:
    """An adapter is for the taste shown in a space, or for one end of a slider; each purpose has its own history."""
    for table in ("adapters", "adapter_moves"):
        connection.run(f"ALTER TABLE {table} ADD COLUMN space TEXT NOT NULL DEFAULT 'personal'")
        connection.run(f"ALTER TABLE {table} ADD COLUMN slider TEXT NOT NULL DEFAULT ''")
        connection.run(
            f"ALTER TABLE {table} ADD COLUMN direction INTEGER NOT NULL DEFAULT 0 CHECK (direction BETWEEN -1 AND 1)"
        )
    connection.run("ALTER TABLE nights ADD COLUMN space TEXT NOT NULL DEFAULT 'personal'")
    connection.run("ALTER TABLE turns ADD COLUMN slider_adapters TEXT NOT NULL DEFAULT '{}'")


def m019_turns_can_be_one_of_several_answers(connection: Connection) -> None:
    """A second answer knows beside which one it was made to be chosen from, and the best of several of how many."""
    connection.run("ALTER TABLE turns ADD COLUMN compares INTEGER REFERENCES turns (id) ON DELETE SET NULL")
    connection.run("CREATE INDEX turns_by_compared ON turns (compares)")
    connection.run("ALTER TABLE turns ADD COLUMN tried TEXT NOT NULL DEFAULT '{}'")
    connection.run("ALTER TABLE turns ADD COLUMN best_of INTEGER NOT NULL DEFAULT 1 CHECK (best_of >= 1)")


def m020_turns_say_when_their_first_words_are_the_models_own(connection: Connection) -> None:
    """1 where what is personal acted only after them."""
    connection.run("ALTER TABLE turns ADD COLUMN own_opening INTEGER NOT NULL DEFAULT 0 CHECK (own_opening IN (0, 1))")


def m021_turns_can_be_blends(connection: Connection) -> None:
    """The other space, its adapter and its share; nothing where none spoke along."""
    connection.run("ALTER TABLE turns ADD COLUMN blend TEXT")


def m022_what_was_learned_goes_with_a_preference_too(connection: Connection) -> None:
    """Adapters and interrupted nights go with any turn or preference they learned from.

    What else was judged there counts as new then: in the adapter's space, and in the personal one, which takes over
    what is left of a space that has become too small. Of adapters made before, the preferences are guessed: those of
    style that there were.
    """
    connection.run(
        """CREATE TABLE adapter_preferences (
            adapter INTEGER NOT NULL REFERENCES adapters (id) ON DELETE CASCADE,
            preference INTEGER NOT NULL REFERENCES preferences (id) ON DELETE CASCADE,
            PRIMARY KEY (adapter, preference)
        ) STRICT, WITHOUT ROWID"""
    )
    connection.run("CREATE INDEX adapter_preferences_by_preference ON adapter_preferences (preference)")
    connection.run(
        """CREATE TRIGGER adapters_forget_preferences AFTER DELETE ON adapter_preferences
        BEGIN DELETE FROM adapters WHERE id = old.adapter; END"""
    )
    connection.run(
        """CREATE TRIGGER nights_learn_again AFTER DELETE ON adapters WHEN old.slider = ''
        BEGIN UPDATE nights SET judged_until = 0 WHERE space IN (old.space, 'personal'); END"""
    )
    connection.run(
        """INSERT INTO adapter_preferences (adapter, preference)
        SELECT adapters.id, preferences.id FROM adapters JOIN preferences ON preferences.space = adapters.space
        WHERE adapters.slider = '' AND preferences.kind = 'style' AND preferences.made <= adapters.made
        AND (preferences.ended IS NULL OR preferences.ended >= adapters.made)"""
    )
    connection.run(
        """CREATE TABLE night_checkpoint_origins (
            turn INTEGER UNIQUE REFERENCES turns (id) ON DELETE CASCADE,
            preference INTEGER UNIQUE REFERENCES preferences (id) ON DELETE CASCADE
        ) STRICT"""
    )
    connection.run(
        """CREATE TRIGGER night_checkpoint_forget AFTER DELETE ON night_checkpoint_origins
        BEGIN DELETE FROM night_checkpoint; END"""
    )
    # what was left by then does not say what it learned from
    connection.run("DELETE FROM night_checkpoint")


def m023_a_report_forgets_with_what_it_was_about(connection: Connection) -> None:
    """A night's answers before and after are gone when anything that the night read is forgotten.

    Reports from before do not say what they read, so they lose theirs now. And a step back to an earlier version is
    known as one.
    """
    connection.run(
        """CREATE TABLE night_origins (
            night INTEGER NOT NULL REFERENCES nights (id) ON DELETE CASCADE,
            turn INTEGER REFERENCES turns (id) ON DELETE CASCADE,
            preference INTEGER REFERENCES preferences (id) ON DELETE CASCADE
        ) STRICT"""
    )
    for column in ("night", "turn", "preference"):
        connection.run(f"CREATE INDEX night_origins_by_{column} ON night_origins ({column})")
    connection.run(
        """CREATE TRIGGER nights_forget_samples AFTER DELETE ON night_origins
        BEGIN UPDATE nights SET report = json_set(report, '$.samples', json('[]')) WHERE id = old.night; END"""
    )
    connection.run("UPDATE nights SET report = json_set(report, '$.samples', json('[]'))")
    connection.run("ALTER TABLE adapter_moves ADD COLUMN goes_back INTEGER NOT NULL DEFAULT 0")


def m024_what_was_learned_goes_with_what_answers_were_given(connection: Connection) -> None:
    """What learned from an answer learned from the preferences that the answer was given."""
    for table, learner, read in (
        ("adapter_preferences", "adapter", "adapter_turns"),
        ("night_origins", "night", "night_origins"),
    ):
        connection.run(
            f"INSERT INTO {table} ({learner}, preference)"  # noqa: S608  # names written above
            f" SELECT {learner}, used.preference FROM {read} JOIN turn_memories AS used USING (turn)"
            f" EXCEPT SELECT {learner}, preference FROM {table}"
        )
    # what was left by then may have learned from more than it says
    connection.run("DELETE FROM night_checkpoint")


def m025_turns_say_when_what_they_were_given_is_forgotten(connection: Connection) -> None:
    """1 where an answer was given a fact that was forgotten since, so that no night learns from it.

    How answers are to sound is nothing about the person: forgetting it leaves what was rated as it is. Of what was
    forgotten before, the store does not know any more whom it was given.
    """
    connection.run(
        "ALTER TABLE turns ADD COLUMN has_forgotten INTEGER NOT NULL DEFAULT 0 CHECK (has_forgotten IN (0, 1))"
    )
    connection.run(
        """CREATE TRIGGER turns_forget BEFORE DELETE ON preferences WHEN old.kind = 'fact' BEGIN
            UPDATE turns SET has_forgotten = 1
            WHERE id IN (SELECT turn FROM turn_memories WHERE preference = old.id);
        END"""
    )


def m026_what_was_learned_goes_with_what_was_said_before_too(connection: Connection) -> None:
    """What learned from an answer learned from what the answers were given that it goes on from, or rewrites."""
    for table, learner, read in (
        ("adapter_preferences", "adapter", "adapter_turns"),
        ("night_origins", "night", "night_origins"),
    ):
        connection.run(
            f"""INSERT INTO {table} ({learner}, preference)
            WITH RECURSIVE seen (learner, turn) AS (
                SELECT {learner}, turn FROM {read} WHERE turn IS NOT NULL
                UNION SELECT learner, parent FROM seen JOIN turns ON id = turn WHERE parent IS NOT NULL
                UNION SELECT learner, revises FROM seen JOIN turns ON id = turn WHERE revises IS NOT NULL
            )
            SELECT learner, preference FROM seen JOIN turn_memories USING (turn)
            EXCEPT SELECT {learner}, preference FROM {table}"""  # noqa: S608  # names written above
        )
    # what was left by then may have learned from more than it says
    connection.run("DELETE FROM night_checkpoint")


def m027_turns_know_what_a_rewriting_was_told(connection: Connection) -> None:
    """A JSON list: the reasons of a thumb, as instructions."""
    connection.run("ALTER TABLE turns ADD COLUMN asked TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(asked))")


LATER = (
    m013_written_answers_are_compared,
    m014_stages_of_an_answer_are_judged,
    m015_turns_can_revise_turns,
    m016_turns_say_when_nothing_personal_acted,
    m017_turns_know_what_steered_them,
    m018_adapters_have_purposes,
    m019_turns_can_be_one_of_several_answers,
    m020_turns_say_when_their_first_words_are_the_models_own,
    m021_turns_can_be_blends,
    m022_what_was_learned_goes_with_a_preference_too,
    m023_a_report_forgets_with_what_it_was_about,
    m024_what_was_learned_goes_with_what_answers_were_given,
    m025_turns_say_when_what_they_were_given_is_forgotten,
    m026_what_was_learned_goes_with_what_was_said_before_too,
    m027_turns_know_what_a_rewriting_was_told,
)
