"""llama.cpp's model and adapters behind a few typed calls; native memory is freed when the model closes."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelMissing, ModelProblem

if TYPE_CHECKING:
    pass


@cache
def library() -> Any:
    """llama.cpp, started once per process and silent: its log lines would end up in a terminal."""
    from llama_cpp import llama_cpp

    # kept on the function: ctypes does not keep callbacks alive
    library_log = llama_cpp.llama_log_callback(lambda level, text, data: None)
    llama_cpp.llama_log_set(library_log, ctypes.c_void_p(0))
    llama_cpp.attune_log = library_log
    llama_cpp.llama_backend_init()
    return llama_cpp


class Model:
    """A GGUF file mapped into memory, with its vocabulary.

    Args:
        gpu_layers: so many go to graphics cards, the one that picks words counted as one; with 0 no card is touched.
        is_sketch: without the weights, for looking at what is said of them.

    Raises:
        ModelMissing: llama.cpp does not accept the file.
    """

    def __init__(self, path: Path, *, gpu_layers: int, is_sketch: bool = False) -> None:
        self._llama = library()
        parameters = self._llama.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        if not gpu_layers:  # else a card would still multiply for the layers that are not on it
            parameters.split_mode, parameters.main_gpu = self._llama.LLAMA_SPLIT_MODE_NONE, -1
        if is_sketch:
            parameters.no_alloc, parameters.load_mode = True, self._llama.LLAMA_LOAD_MODE_NONE
        self.handle = self._llama.llama_model_load_from_file(os.fsencode(path), parameters)
        if not self.handle:
            raise ModelMissing(f"{path.name} is not a model that can be loaded.", "Choose another model.")
        self.vocabulary = self._llama.llama_model_get_vocab(self.handle)
        self.gpu_layers = min(gpu_layers, self.layers + 1)
        self._pieces: dict[int, bytes] = {}

    def metadata(self, name: str) -> str:
        """A value of the file's metadata as text; empty when there is none."""
        size = self._llama.llama_model_meta_val_str(self.handle, name.encode(), None, 0)
        if size < 0:
            return ""
        buffer = ctypes.create_string_buffer(size + 1)
        self._llama.llama_model_meta_val_str(self.handle, name.encode(), buffer, size + 1)
        return buffer.value.decode("utf-8", errors="replace")

    @property
    def trained_context(self) -> int:
        """Tokens of context the model was trained with."""
        return int(self._llama.llama_model_n_ctx_train(self.handle))

    @property
    def layers(self) -> int:
        """Transformer blocks."""
        return int(self._llama.llama_model_n_layer(self.handle))

    @property
    def vocabulary_tokens(self) -> int:
        """How many different tokens there are."""
        return int(self._llama.llama_vocab_n_tokens(self.vocabulary))

    def special(self, which: str) -> str:
        """Text of the "bos" or "eos" token; empty when the model has none."""
        token = getattr(self._llama, f"llama_vocab_{which}")(self.vocabulary)
        return self.piece(token).decode("utf-8", errors="replace") if token >= 0 else ""

    def cache_bytes(self, tokens: int) -> int:
        """Bytes of a KV cache for so many tokens: keys and values of two bytes a number, in every block."""
        llama = self._llama
        heads = llama.llama_model_n_head(self.handle)
        named = self.metadata(f"{self.metadata('general.architecture')}.attention.key_length")
        width = int(named) if named.isdecimal() else llama.llama_model_n_embd(self.handle) // max(heads, 1)
        return int(2 * 2 * tokens * self.layers * llama.llama_model_n_head_kv(self.handle) * width)

    @property
    def beginning(self) -> list[int]:
        """The token every text must begin with for this model, or nothing."""
        wanted = self._llama.llama_vocab_get_add_bos(self.vocabulary)
        return [int(self._llama.llama_vocab_bos(self.vocabulary))] if wanted else []

    def tokenize(self, text: str, *, parse_special: bool) -> list[int]:
        """Token ids of a text; no beginning token is added."""
        data = text.encode("utf-8", errors="replace")
        room = len(data) + 8
        tokens = (self._llama.llama_token * room)()
        count = self._llama.llama_tokenize(self.vocabulary, data, len(data), tokens, room, False, parse_special)
        if count < 0:
            tokens = (self._llama.llama_token * -count)()
            count = self._llama.llama_tokenize(self.vocabulary, data, len(data), tokens, -count, False, parse_special)
        return list(tokens[:count])

    def tokenize_parts(self, parts: Sequence[tuple[str, bool]]) -> list[int]:
        """Ids of adjoining (text, is a template's own) parts.

        As one text, exactly as llama.cpp reads it; part by part where a content holds the text of
        a special token, which then stays mere text.
        """
        if any(self._holds_special(text) for text, own in parts if not own):
            return [token for text, own in parts for token in self.tokenize(text, parse_special=own)]
        return self.tokenize("".join(text for text, _ in parts), parse_special=True)

    def _holds_special(self, text: str) -> bool:
        return self.tokenize(text, parse_special=True) != self.tokenize(text, parse_special=False)

    @property
    def end(self) -> int:
        """The token that ends an answer."""
        turn = int(self._llama.llama_vocab_eot(self.vocabulary))
        return turn if turn >= 0 else int(self._llama.llama_vocab_eos(self.vocabulary))

    def piece(self, token: int) -> bytes:
        """The bytes a token stands for, special tokens as their text."""
        if token not in self._pieces:
            self._pieces[token] = self._look_up(token)
        return self._pieces[token]

    def shown(self, token: int) -> bytes:
        """The bytes a person sees: as `piece`, but nothing for a control token."""
        return b"" if self._llama.llama_vocab_is_control(self.vocabulary, token) else self.piece(token)

    def _look_up(self, token: int) -> bytes:
        buffer = ctypes.create_string_buffer(64)
        size = self._llama.llama_token_to_piece(self.vocabulary, token, buffer, 64, 0, True)
        if size < 0:
            buffer = ctypes.create_string_buffer(-size)
            size = self._llama.llama_token_to_piece(self.vocabulary, token, buffer, -size, 0, True)
        return buffer.raw[:size]

    def ends(self, token: int) -> bool:
        """True for tokens that end an answer."""
        return bool(self._llama.llama_vocab_is_eog(self.vocabulary, token))

    def close(self) -> None:
        """Free the weights."""
        if self.handle:
            self._llama.llama_model_free(self.handle)
            self.handle = None


def load_adapter(model: Model, gguf: bytes) -> Any:
    """A LoRA adapter from memory: its bytes never reach the disk.

    Raises:
        ModelProblem: damaged, made for another model, or a system without memory files.
    """
    llama = library()
    failure = ModelProblem("The adapter cannot be loaded.", "Switch it off or choose another.")
    if os.name != "posix":
        raise ModelProblem("Adapters cannot be loaded from memory on this system yet.", "Switch the adapter off.")
    c = ctypes.CDLL(None, use_errno=True)
    c.fmemopen.restype = ctypes.c_void_p
    c.fmemopen.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
    c.fclose.argtypes = [ctypes.c_void_p]
    buffer = ctypes.create_string_buffer(gguf, len(gguf))
    file = c.fmemopen(buffer, len(gguf), b"rb") if gguf else None
    if not file:
        raise failure
    try:
        adapter = llama.llama_adapter_lora_init_from_file_ptr(model.handle, file)
    finally:
        c.fclose(file)
    # a failure comes back as a pointer object that is false, never as None
    if not adapter:
        raise failure
    return adapter
