"""Tensors of torch and TensorFlow, as arrays; dtypes and devices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...pipes import WireError
from ..bounds import exactly, loaded

if TYPE_CHECKING:
    from ..codec import Codec


def dump(codec: Codec, value: Any, kind: type, depth: int) -> list | None:
    """Whatever is a deep-learning library's, as far as it travels."""
    torch, tensorflow = loaded("torch"), loaded("tensorflow")
    if torch is not None and isinstance(value, torch.Tensor):
        return _dump_torch(codec, value, depth)
    if torch is not None and hasattr(torch, "dtype") and kind in (torch.dtype, torch.device):
        return ["tt", str(value)]
    if kind is getattr(tensorflow, "TensorShape", None) and value.rank is not None:
        return codec.encode(tuple(value.as_list()), depth)
    if (
        hasattr(tensorflow, "Tensor")
        and isinstance(value, tensorflow.Tensor)
        and hasattr(value, "numpy")  # it has a value, and is not one of a graph being traced
    ):
        return _dump_tensorflow(codec, value, depth)
    return None


def _dump_torch(codec: Codec, value: Any, depth: int) -> list | None:
    if value.is_sparse or value.is_quantized:
        return None
    try:
        array = value.detach().cpu().resolve_conj().resolve_neg().numpy()
    except TypeError:  # numbers that NumPy has not: bfloat16
        return None
    tree = codec.dump_part(value, array, depth)
    parameter = isinstance(value, getattr(loaded("torch.nn"), "Parameter", ()))
    return ["T", "torch", tree, "parameter" if parameter else bool(value.requires_grad)]


def _dump_tensorflow(codec: Codec, value: Any, depth: int) -> list:
    array = value.numpy()
    if isinstance(array, bytes):
        return ["T", "tensorflow", ["ao", [], [array]], False]
    return ["T", "tensorflow", codec.dump_part(None, loaded("numpy").asarray(array), depth), False]


def _read_tensor(codec: Codec, parts: list, depth: int) -> Any:
    """A tensor where the library is loaded, else an array."""
    framework, tree, gradient = parts
    if type(tree) is not list or tree[0] not in ("a", "ao"):
        raise WireError("not a tensor")
    array = codec.load_part(None, tree, depth)
    if framework == "torch":
        made = array if loaded("torch") is None else _to_torch(array, gradient)
        codec.mutable.append(made)
        return made
    if framework != "tensorflow":
        raise WireError("not a tensor")
    if loaded("tensorflow") is None:
        return array
    return loaded("tensorflow").constant(array.tolist() if array.dtype == object else array)


def _to_torch(array: Any, gradient: object) -> Any:
    torch = loaded("torch")
    made = torch.from_numpy(array)
    if gradient == "parameter":
        return torch.nn.Parameter(made, requires_grad=made.is_floating_point())
    if gradient is True and made.is_floating_point():
        made.requires_grad_(True)
    return made


def _read_torch_word(codec: Codec, parts: list, depth: int) -> object:
    """A dtype or a device of torch; the text where torch is not loaded."""
    text, torch = exactly(parts[0], str), loaded("torch")
    if torch is None:
        return text
    if re.fullmatch(r"torch\.\w+", text):
        found = getattr(torch, text.removeprefix("torch."), None)
        if isinstance(found, torch.dtype):
            return found
    if re.fullmatch(r"(cpu|cuda|mps|meta|xpu)(:\d{1,3})?", text):
        return torch.device(text)
    raise WireError("not a dtype or a device")


READERS: dict[str, Any] = {"T": _read_tensor, "tt": _read_torch_word}
