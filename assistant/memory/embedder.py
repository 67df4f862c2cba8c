"""Compares meanings: turns texts into vectors and finds the nearest. It lives in a process of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.engine import catalogue
from assistant.errors import ModelMissing
from assistant.memory.near import KINSHIP_WEIGHT, Near

if TYPE_CHECKING:
    from assistant.memory.vectors import Floats

DIMS = 384
LONGEST_PREFERENCE = 1000
QUESTION_START, QUESTION_END = 300, 100
"""Characters of a long question that are read: what is asked stands at its start or its end."""
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TQDM_DISABLE": "1",  # a night's progress has standard error to itself
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Embedder:
    """all-MiniLM-L6-v2 with the vectors of all preferences at hand. Built in a child process: it sets variables.

    Raises:
        ModelMissing: the model's files are not there, or not what they should be.
    """

    def __init__(self) -> None:
        # before the first heavy import: no network, and the other cores are left to the speaker
        os.environ.update(OFFLINE)
        model = catalogue.finder()
        catalogue.verify(model)
        self._model = _load(model.path.parent)
        from assistant.memory.kinship import Kinship
        from assistant.memory.vectors import Vectors

        self._kinship = Kinship(self._vectors)
        self._known = Vectors(width=DIMS + len(self._kinship.names))

    def count(self) -> int:
        """How many vectors are at hand."""
        return len(self._known)

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Normalised little-endian float32 vectors (384,) of preferences."""
        return [row.astype("<f4").tobytes() for row in self._vectors([text[:LONGEST_PREFERENCE] for text in texts])]

    def put(self, ids: Sequence[int], vectors: Sequence[bytes]) -> None:
        """Have these vectors at hand for searching."""
        import numpy as np

        rows = np.frombuffer(b"".join(vectors), dtype="<f4").reshape(len(ids), DIMS).astype(np.float32)
        self._known.put(ids, np.concatenate([rows, self._kinship.of_preferences(rows)], axis=1))

    def drop(self, ids: Iterable[int]) -> None:
        """Forget these vectors."""
        self._known.drop(ids)

    def search(self, text: str, limit: int) -> list[Near]:
        """The preferences with the most evidence that they matter to a question, best first."""
        import numpy as np

        question = self._vectors([_ends(text)])[0]
        profile = self._kinship.of_question(question)
        query = np.concatenate([question, np.float32(KINSHIP_WEIGHT) * profile])
        return [self._near(identity, row, question, profile) for identity, row in self._known.best(query, limit=limit)]

    def _near(self, identity: int, row: Floats, question: Floats, profile: Floats) -> Near:
        shared = row[DIMS:] * profile
        return Near(
            id=identity,
            cosine=float(row[:DIMS] @ question),
            kinship=float(shared.sum()),
            personal=float(profile.sum()),
            topic=self._kinship.names[int(shared.argmax())],
            among=len(self._known),
        )

    def _vectors(self, texts: Sequence[str]) -> Floats:
        whole = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        rows: Floats = self._model.encode(whole, normalize_embeddings=True, show_progress_bar=False)
        return rows


def _ends(text: str) -> str:
    if len(text) <= QUESTION_START + QUESTION_END:
        return text
    return f"{text[:QUESTION_START]} {text[-QUESTION_END:]}"


def _load(folder: Path) -> Any:
    """The model from its folder, from safetensors only; nothing is fetched and no pickle is opened."""
    import torch
    from tqdm import tqdm

    # its progress bars are never seen; their lock between processes would outlive this one when it is ended early
    tqdm.set_lock(threading.RLock())
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    try:
        return SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError):
        raise ModelMissing("The model that compares meanings cannot be read.", "Install Attune again.") from None
