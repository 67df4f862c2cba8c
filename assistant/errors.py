"""Every failure a person can meet: a title, one plain sentence, and advice.

AttuneError
|-- UsageProblem            what was asked for does not exist or does not fit
|-- StoreProblem
|   |-- WrongKey            this key, passphrase or code does not open the store
|   |-- KeyNeeded           nothing at hand opens the store; a passphrase or code would
|   |-- KeyringUnavailable  no keyring, a locked one, or one that did not keep what it was given
|   |-- StoreDamaged        the file is not what was left there
|   |   `-- StoreGone       or is not there at all
|   |-- StoreTooNew         written by a newer Attune
|   `-- StoreFull           the disk refused a write
`-- ModelProblem
    |-- ModelMissing        no such model file, or it is not what it should be
    |-- ModelTooLarge       it would not fit into the memory that is free
    |-- SpeakerDied         the process that speaks ended or hung during an answer
    `-- PromptTooLong       the question alone is longer than the model can read
"""

from __future__ import annotations


class AttuneError(Exception):
    """Base of all failures that are shown to the person.

    Args:
        sentence: what happened, in one plain sentence ending with a full stop.
        advice: what to do now, one plain sentence; may be empty.
    """

    title = "Something went wrong"

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence, advice)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.sentence} {self.advice}".strip()


class UsageProblem(AttuneError):
    """What was asked for does not exist or does not fit."""

    title = "That did not fit"


class StoreProblem(AttuneError):
    """The store could not be opened, read or written."""

    title = "Your store needs attention"


class WrongKey(StoreProblem):
    """This key, passphrase or recovery code does not open the store."""

    title = "That does not open it"


class KeyNeeded(StoreProblem):
    """Nothing at hand opens the store; a passphrase or recovery code would."""

    title = "Locked"


class KeyringUnavailable(StoreProblem):
    """The system's keyring is missing, locked, or did not keep what it was given."""

    title = "No keyring"


class StoreDamaged(StoreProblem):
    """The store's file is not what was left there."""

    title = "Your store is damaged"


class StoreGone(StoreDamaged):
    """There was a store, and its file is not there."""

    title = "Your store is missing"


class StoreTooNew(StoreProblem):
    """The store was written by a newer Attune."""

    title = "Made by a newer Attune"


class StoreFull(StoreProblem):
    """The disk refused a write."""

    title = "The disk is full"


class ModelProblem(AttuneError):
    """The model could not be loaded or could not answer."""

    title = "The model needs attention"


class ModelMissing(ModelProblem):
    """There is no such model file, or it is not what it should be."""

    title = "No model"


class ModelTooLarge(ModelProblem):
    """The model would not fit into the memory that is free."""

    title = "The model is too large"


class SpeakerDied(ModelProblem):
    """The process that speaks ended or hung during an answer."""

    title = "The answer was interrupted"


class PromptTooLong(ModelProblem):
    """The question alone is longer than the model can read."""

    title = "Too long to read"
