"""The fastest this machine can decode: llama_decode in a bare loop, to compare everything else with."""

from __future__ import annotations

import time
from pathlib import Path

from assistant.engine import gpu, native
from assistant.engine.context import Context

PROMPT = "Once upon a time"


def bare_decode_tokens_per_s(path: Path, *, after: int, tokens: int, threads: int) -> float:
    """Greedy decoding of `tokens` tokens after a prompt of `after` tokens, with nothing around it.

    Both as long as in what it is compared with: a token costs more, the more stand before it.
    """
    llama = native.library()
    model = native.Model(path, gpu_layers=gpu.layers(path, gpu.AUTO, tokens=after + tokens))
    context = Context(model, tokens=after + tokens + 1, threads=threads)
    greedy = llama.llama_sampler_init_greedy()
    try:
        read = model.tokenize(PROMPT, parse_special=False)
        context.decode((read * after)[:after])
        started = time.perf_counter()
        for _ in range(tokens):
            context.decode([llama.llama_sampler_sample(greedy, context.handle, -1)])
        return tokens / (time.perf_counter() - started)
    finally:
        llama.llama_sampler_free(greedy)
        context.close()
        model.close()
