"""Compiles the gradient of one training step into machine code.

The compiler behind ``torch.compile`` is loaded here and nowhere else, in a process of its own: see
:mod:`vae_explorer.training.compiler_process`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.func import functional_call, functionalize

from vae_explorer.autoencoders.model import Autoencoder, build_autoencoder
from vae_explorer.training.gradient_job import CompilationJob
from vae_explorer.training.objective import terms_of
from vae_explorer.training.precision import Precision


def compile_gradient(job: CompilationJob) -> None:
    """Carry out a job."""
    import torch._inductor
    from torch.fx.experimental.proxy_tensor import make_fx

    torch.set_num_threads(job.threads)
    model = build_autoencoder(job.model)
    inputs = example_inputs(model, job.batch_size)
    precision: Precision = "bfloat16" if job.precision == "bfloat16" else "float32"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = make_fx(gradient_function(model, precision), tracing_mode="fake")(*inputs)
        # The compiler takes no operations that write into what others read.
        graph = make_fx(functionalize(graph), tracing_mode="fake")(*inputs)
        torch._inductor.aot_compile(graph, inputs, options=_options(job.library))


def gradient_function(model: Autoencoder, precision: Precision) -> Callable[..., Sequence[Tensor]]:
    """Return a pure function of images, noise, c and the parameters.

    It returns reconstruction, regulariser and the gradient of the objective by each parameter, in the order
    of :meth:`torch.nn.Module.named_parameters`.
    """
    names = [name for name, _ in model.named_parameters()]
    step = _Step(model, precision)

    def gradient(images: Tensor, noise: Tensor, c: Tensor, *parameters: Tensor) -> Sequence[Tensor]:
        weights = [each.detach().requires_grad_() for each in parameters]
        named = {f"model.{name}": weight for name, weight in zip(names, weights, strict=True)}
        with torch.enable_grad():
            loss, reconstruction, regulariser = functional_call(step, named, (images, noise, c))
            gradients = torch.autograd.grad(loss, weights)
        return (reconstruction.detach(), regulariser.detach(), *gradients)

    return gradient


def example_inputs(model: Autoencoder, batch_size: int) -> tuple[Tensor, ...]:
    """Return inputs of the right shapes for :func:`gradient_function`."""
    spec = model.spec
    return (
        torch.rand(batch_size, spec.pixel_count),
        torch.randn(batch_size if spec.has_posterior else 1, spec.latent_dim),
        torch.tensor(1.0),
        *(parameter.detach().clone() for parameter in model.parameters()),
    )


class _Step(torch.nn.Module):
    def __init__(self, model: Autoencoder, precision: Precision) -> None:
        super().__init__()
        self.model = model
        self._precision: Precision = precision

    def forward(self, images: Tensor, noise: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        balance = c if self.model.spec.has_adjustable_c else None
        terms = terms_of(self.model, images, noise, self._precision, balance)
        return terms.loss, terms.reconstruction, terms.regulariser


def _options(library: str) -> dict[str, object]:
    return {
        "aot_inductor.output_path": library,
        # No processes of its own, and no half gigabyte of compiled headers for one short file.
        "compile_threads": 1,
        "cpp_cache_precompile_headers": False,
        "aot_inductor.precompile_headers": False,
    }
