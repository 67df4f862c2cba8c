"""llama.cpp's KV cache and the reading of tokens into it; native memory is freed when it closes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.engine import native
from assistant.errors import ModelProblem, ModelTooLarge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

BATCH_TOKENS = 512
PART_TOKENS = 128
"""So many are read at once by what must end soon when it is stopped: half a second to a second on two slow cores."""


class Told(NamedTuple):
    """One token to be read."""

    sequences: Sequence[int]
    """Those it is read in."""
    place: int
    """How many tokens stand before it there."""
    token: int
    is_asked: bool
    """Whether the logits of what follows it are wanted."""


class Context:
    """The KV cache and the scratch memory for decoding.

    Args:
        tokens: of all sequences together.
        sequences: at most so many; the first has number 0.
        is_divided: each sequence has its own share of the tokens. Otherwise they share what they have in common, and
            each word looks through the cells of all: with much in common it takes less memory, with little more time.

    Raises:
        ModelTooLarge: there is no memory for it.
    """

    def __init__(
        self, model: native.Model, *, tokens: int, threads: int, sequences: int = 1, is_divided: bool = False
    ) -> None:
        self._llama = native.library()
        parameters = self._llama.llama_context_default_params()
        parameters.n_ctx = tokens
        parameters.n_batch = parameters.n_ubatch = BATCH_TOKENS
        parameters.n_seq_max = sequences
        parameters.kv_unified = not is_divided
        parameters.n_threads = parameters.n_threads_batch = threads
        self.handle = self._llama.llama_init_from_model(model.handle, parameters)
        if not self.handle:
            raise ModelTooLarge(
                f"There is not enough memory for a context of {tokens} tokens.",
                "Close other programs, or choose a smaller model.",
            )
        self.tokens = int(self._llama.llama_n_ctx(self.handle))
        self._is_divided = is_divided
        self._memory = self._llama.llama_get_memory(self.handle)
        self._vocabulary_tokens = model.vocabulary_tokens
        self._one = (self._llama.llama_token * 1)()
        self._batch = self._llama.llama_batch_init(BATCH_TOKENS, 0, sequences)

    def decode(self, tokens: Sequence[int]) -> None:
        """Read tokens (at most BATCH_TOKENS) after those already read. Raises ModelProblem."""
        if len(tokens) == 1:
            self._one[0] = tokens[0]
            array = self._one
        else:
            array = (self._llama.llama_token * len(tokens))(*tokens)
        status = self._llama.llama_decode(self.handle, self._llama.llama_batch_get_one(array, len(tokens)))
        if status != 0:
            raise ModelProblem("The model could not read on.", "Ask again; a shorter chat may help.")

    def logits(self, tokens: Sequence[int], *, begin: int = 0) -> Floats:
        """Read tokens (at most BATCH_TOKENS) after what sequence 0 has read.

        Returns:
            (tokens - begin, vocabulary) logits of what follows each from `begin` on; none for a `begin` past the end.

        Raises:
            ModelProblem: it could not read on.
        """
        first = self.read_tokens(0)
        return self.read([Told((0,), first + place, token, place >= begin) for place, token in enumerate(tokens)])

    def read(self, told: Sequence[Told]) -> Floats:
        """Read at most BATCH_TOKENS tokens of any sequences at once.

        Returns:
            (those whose `next` is asked for, vocabulary) logits of what follows them, in their order.

        Raises:
            ModelProblem: it could not read on.
        """
        import numpy as np

        batch, asked = self._batch, []
        batch.n_tokens = len(told)
        for row, (sequences, place, token, is_asked) in enumerate(told):
            batch.token[row], batch.pos[row], batch.logits[row] = token, place, is_asked
            batch.n_seq_id[row] = len(sequences)
            for index, sequence in enumerate(sequences):
                batch.seq_id[row][index] = sequence
            if is_asked:
                asked.append(row)
        if self._llama.llama_decode(self.handle, batch) != 0:
            raise ModelProblem("The model could not read on.", "Ask again; a shorter chat may help.")
        if not asked:
            return np.empty((0, self._vocabulary_tokens), np.float32)
        return self._found(len(asked))

    def last_logits(self) -> Floats:
        """(vocabulary,) logits of what follows the token that was read last."""
        found: Floats = self._found(1)[0]
        return found

    def favour(self, token: int, nats: float) -> None:
        """Make a token likelier to follow the one that was read last."""
        self._llama.llama_get_logits_ith(self.handle, -1)[token] += nats

    def _found(self, rows: int) -> Floats:
        import numpy as np

        found = self._llama.llama_get_logits(self.handle)
        return np.ctypeslib.as_array(found, shape=(rows, self._vocabulary_tokens)).copy()

    def read_tokens(self, sequence: int) -> int:
        """How many tokens a sequence has read."""
        return int(self._llama.llama_memory_seq_pos_max(self._memory, sequence)) + 1

    def share(self, sequence: int, tokens: int) -> bool:
        """Let another sequence begin with the first `tokens` that sequence 0 has read; False where it cannot.

        Whatever it had read is forgotten. In a divided context all that sequence 0 has read is copied.
        """
        self.forget(sequence)
        self._llama.llama_memory_seq_cp(self._memory, 0, sequence, 0, -1 if self._is_divided else tokens)
        if self.read_tokens(sequence) == tokens:
            return True
        self.forget(sequence)
        return False

    def forget(self, sequence: int) -> None:
        """Forget all that a sequence has read."""
        self._llama.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def keep(self, tokens: int) -> bool:
        """Forget all that was read after the first `tokens`; False where this model cannot."""
        return bool(self._llama.llama_memory_seq_rm(self._memory, 0, tokens, -1))

    def clear(self) -> None:
        """Forget all that was read."""
        self._llama.llama_memory_clear(self._memory, False)

    def use_adapters(self, adapters: Sequence[Any], scales: Sequence[float]) -> None:
        """Let these adapters act, and no others. Raises ModelProblem."""
        count = len(adapters)
        handles = (self._llama.llama_adapter_lora_p_ctypes * count)(*adapters)
        factors = (ctypes.c_float * count)(*scales)
        if self._llama.llama_set_adapters_lora(self.handle, handles, count, factors) != 0:
            raise ModelProblem("The adapter does not fit this model.", "Switch it off or choose another.")

    def close(self) -> None:
        """Free the memory."""
        if self.handle:
            self._llama.llama_batch_free(self._batch)
            self._llama.llama_free(self.handle)
            self.handle = None
