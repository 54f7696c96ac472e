"""A source of draws for Hypothesis that depends on the seed alone.

Hypothesis mixes numbers that it finds in the source of imported modules into its draws. The draws
then depend on which modules happen to be imported, so one process and two would sample differently.
"""

from typing import Any

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

BACKEND = "beyond-eos"
"""The name under which the source is known to `hypothesis.settings`."""


class SeedOnlyProvider(HypothesisProvider):
    """Hypothesis's own source of draws, without constants taken from source code."""

    def _maybe_draw_constant(self, *_args: Any, **_keywords: Any) -> None:
        return None


AVAILABLE_PROVIDERS[BACKEND] = SeedOnlyProvider
