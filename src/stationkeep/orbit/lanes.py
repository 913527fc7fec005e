# mypy: disable-error-code="no-untyped-def, no-untyped-call, misc"
"""Thirty-two single-precision numbers as one value of compiled code: a member in each lane.

Left to find the vectors itself, the compiler guards every short loop by tests that its arrays do not overlap, which
cost more than the work. Here a tile's row is one value, `<32 x float>`, that any processor's vectors are cut from:
the same operations in the same order everywhere, and no lane sees another.
"""

from __future__ import annotations

from typing import Any

import numba as _numba
import numpy as np
from llvmlite import ir
from numba import extending as _extending
from numba.core.cgutils import get_or_insert_function
from numba.np.arrayobj import make_array

from stationkeep.compiled import compiled

types: Any = _numba.types  # numba is not annotated
extending: Any = _extending

TILE = 32
"""Members worked through together: their scratch rows stay in the processor's first cache."""

LINE = 64
"""Bytes of a line of the cache: a vector that lies across two lines takes twice the time to load."""

_VECTOR = ir.VectorType(ir.FloatType(), TILE)
_DOUBLES = ir.VectorType(ir.DoubleType(), TILE)


class _LanesType(types.Type):
    def __init__(self) -> None:
        super().__init__(name="Lanes32")


_lanes = _LanesType()


@extending.register_model(_LanesType)
class _LanesModel(extending.models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)


def _row(context, builder, signature, arguments, kind=_VECTOR):
    """Pointer to a row of a C-ordered array with 32 columns, of float32 unless another kind is said."""
    array = make_array(signature.args[0])(context, builder, arguments[0])
    row = context.cast(builder, arguments[1], signature.args[1], types.intp)
    place = builder.mul(row, context.get_constant(types.intp, TILE))
    return builder.bitcast(builder.gep(array.data, [place]), kind.as_pointer())


@extending.intrinsic
def load(typing_context, array, row):
    """The lanes in a row of an array of shape (row, 32)."""

    def generate(context, builder, signature, arguments):
        found = builder.load(_row(context, builder, signature, arguments))
        found.align = 4
        return found

    return _lanes(array, row), generate


@extending.intrinsic
def store(typing_context, array, row, value):
    """Write lanes to a row of an array of shape (row, 32)."""

    def generate(context, builder, signature, arguments):
        written = builder.store(arguments[2], _row(context, builder, signature, arguments))
        written.align = 4
        return context.get_dummy_value()

    return types.void(array, row, value), generate


@extending.intrinsic
def narrow(typing_context, array, row):
    """The lanes in a row of an array of float64, rounded to single precision."""

    def generate(context, builder, signature, arguments):
        found = builder.load(_row(context, builder, signature, arguments, _DOUBLES))
        found.align = 8
        return builder.fptrunc(found, _VECTOR)

    return _lanes(array, row), generate


@extending.intrinsic
def shift(typing_context, array, row, change):
    """Add lanes to a row of an array of float64, in double precision."""

    def generate(context, builder, signature, arguments):
        place = _row(context, builder, signature, arguments, _DOUBLES)
        found = builder.load(place)
        found.align = 8
        written = builder.store(builder.fadd(found, builder.fpext(arguments[2], _DOUBLES)), place)
        written.align = 8
        return context.get_dummy_value()

    return types.void(array, row, change), generate


@extending.intrinsic
def splat(typing_context, number):
    """The same number in every lane."""

    def generate(context, builder, signature, arguments):
        single = context.cast(builder, arguments[0], signature.args[0], types.float32)
        empty = ir.Constant(_VECTOR, ir.Undefined)
        one = builder.insert_element(empty, single, ir.Constant(ir.IntType(32), 0))
        return builder.shuffle_vector(one, empty, ir.Constant(ir.VectorType(ir.IntType(32), TILE), [0] * TILE))

    return _lanes(number), generate


def _operation(name: str):
    @extending.intrinsic
    def operation(typing_context, a, b):
        def generate(context, builder, signature, arguments):
            return getattr(builder, name)(arguments[0], arguments[1])

        return _lanes(a, b), generate

    return operation


def _call(builder, name, arguments):
    """Call one of the functions of lanes that the compiler itself knows."""
    function = get_or_insert_function(builder.module, ir.FunctionType(_VECTOR, [_VECTOR] * len(arguments)), name)
    return builder.call(function, arguments)


@extending.intrinsic
def fused(typing_context, a, b, c):
    """a b + c with one rounding, which the standard for floating-point numbers fixes to the last bit."""

    def generate(context, builder, signature, arguments):
        return _call(builder, "llvm.fma.v32f32", arguments)

    return _lanes(a, b, c), generate


@extending.intrinsic
def root(typing_context, a):
    """Square root, rounded correctly."""

    def generate(context, builder, signature, arguments):
        return _call(builder, "llvm.sqrt.v32f32", arguments)

    return _lanes(a), generate


@extending.intrinsic
def nearest(typing_context, a):
    """The nearest whole number."""

    def generate(context, builder, signature, arguments):
        return _call(builder, "llvm.rint.v32f32", arguments)

    return _lanes(a), generate


@extending.intrinsic
def power_of_two(typing_context, a):
    """Two to the power of whole numbers from -126 to 127, put together from its bits."""

    def generate(context, builder, signature, arguments):
        integers = ir.VectorType(ir.IntType(32), TILE)
        exponent = builder.add(builder.fptosi(arguments[0], integers), ir.Constant(integers, [127] * TILE))
        return builder.bitcast(builder.shl(exponent, ir.Constant(integers, [23] * TILE)), _VECTOR)

    return _lanes(a), generate


@extending.intrinsic
def where_above(typing_context, a, b, c, d):
    """Lane by lane c where a > b, else d."""

    def generate(context, builder, signature, arguments):
        above = builder.fcmp_ordered(">", arguments[0], arguments[1])
        return builder.select(above, arguments[2], arguments[3])

    return _lanes(a, b, c, d), generate


@extending.intrinsic
def any_above(typing_context, a, b):
    """Whether a > b in any lane."""

    def generate(context, builder, signature, arguments):
        above = builder.fcmp_ordered(">", arguments[0], arguments[1])
        word = builder.bitcast(above, ir.IntType(TILE))
        return builder.icmp_unsigned("!=", word, ir.Constant(ir.IntType(TILE), 0))

    return types.boolean(a, b), generate


@compiled
def fresh_rows(count):
    """An array of float32 of shape (count, TILE), not filled, that begins on a line of the cache."""
    flat = np.empty(count * TILE + LINE // 4, np.float32)
    first = (LINE - flat.ctypes.data % LINE) % LINE // 4
    return flat[first : first + count * TILE].reshape((count, TILE))


add, subtract = _operation("fadd"), _operation("fsub")
multiply, divide = _operation("fmul"), _operation("fdiv")
ZERO = np.float32(0.0)
