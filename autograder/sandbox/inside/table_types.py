"""Serialize pandas' tables and scipy's sparse matrices.

Imported with the first such value, because a notebook without them does not need the libraries.
"""

import re
import sys

import numpy as np

# Names of pandas' dtypes with a missing value of their own.
MASKED = re.compile(r"(U?Int(8|16|32|64)|Float(32|64)|boolean|string|str)(\[\w+\])?")
SPARSE = ("csr", "csc", "coo", "lil", "dok", "dia", "bsr")  # codespell:ignore coo


def pack_table(value):
    """Take apart a table, a column, an index or a sparse matrix.

    Returns
    -------
    tuple of (str, object) or None
        See `autograder.sandbox.inside.value_types.pack_value`.
    """
    pandas = sys.modules.get("pandas")
    kind = type(value)
    if pandas is not None:
        if kind is pandas.DataFrame:
            columns = [pack_column(value.iloc[:, place]) for place in range(value.shape[1])]
            return "frame", (pack_index(value.columns), pack_index(value.index), columns)
        if kind is pandas.Series:
            return "series", (value.name, pack_index(value.index), pack_column(value))
        if isinstance(value, pandas.Index):
            return "index", pack_index(value)
        if kind is pandas.Timestamp:
            return "timestamp", (value.value, value.unit, str(value.tz) if value.tz else None)
        if kind is pandas.Timedelta:
            return "duration", (value.value, value.unit)
        if value is pandas.NA:
            return "missing", "NA"
        if value is pandas.NaT:
            return "missing", "NaT"
    if kind.__module__.startswith("scipy.sparse") and getattr(value, "format", "") in SPARSE:
        entries = value.tocoo()
        is_array = kind.__name__.endswith("_array")
        content = (entries.row, entries.col, entries.data)
        return "sparse", (value.format, is_array, tuple(map(int, value.shape)), content)
    return None


def pack_index(index):
    """Take an index apart."""
    pandas = sys.modules["pandas"]
    if type(index) is pandas.RangeIndex:
        return ("range", (index.start, index.stop, index.step, index.name))
    if isinstance(index, pandas.MultiIndex):
        levels = [pack_index(level) for level in index.levels]
        codes = [np.asarray(part) for part in index.codes]
        return ("multi", (levels, codes, list(index.names)))
    frequency = index.freqstr if type(index) is pandas.DatetimeIndex else None
    return ("flat", (pack_column(index), index.name, frequency))


def pack_column(column):
    """Take the values of a column or an index apart."""
    pandas = sys.modules["pandas"]
    dtype = column.dtype
    if isinstance(dtype, np.dtype):
        return ("plain", column.to_numpy())
    if isinstance(dtype, pandas.CategoricalDtype):
        values = column.values
        return (
            "category", (np.asarray(values.codes), pack_index(values.categories), values.ordered),
        )  # fmt: skip
    if isinstance(dtype, pandas.DatetimeTZDtype):
        zone = str(dtype.tz)
        plain = pandas.Series(column).dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
        return ("zoned", (plain, zone))
    if MASKED.fullmatch(str(dtype)):
        values = [None if item is pandas.NA or item != item else item for item in column]
        return ("masked", (str(dtype), values))
    raise TypeError


def build_table(name, payload):
    """Build a value from what `pack_table` returned.

    Raises
    ------
    Exception
        Of any class, if the payload does not fit.
    """
    if name == "sparse":
        return build_sparse(*payload)
    import pandas

    if name == "frame":
        columns, index, content = payload
        columns, index = build_index(columns), build_index(index)
        if len(content) != len(columns):
            raise ValueError
        numbered = {
            place: pandas.Series(build_column(column), index=index)
            for place, column in enumerate(content)
        }
        frame = pandas.DataFrame(numbered, index=index, columns=range(len(columns)))
        frame.columns = columns
        return frame
    if name == "series":
        label, index, content = payload
        return pandas.Series(build_column(content), index=build_index(index), name=label)
    if name == "index":
        return build_index(payload)
    if name == "timestamp":
        value, unit, zone = payload
        stamp = pandas.Timestamp(value, unit="ns", tz="UTC" if zone else None).as_unit(unit)
        return stamp.tz_convert(zone) if zone else stamp
    if name == "duration":
        return pandas.Timedelta(payload[0], unit="ns").as_unit(payload[1])
    return {"NA": pandas.NA, "NaT": pandas.NaT}[payload] if name == "missing" else unknown(name)


def unknown(name):
    """Raise an error for a type that is not listed."""
    raise ValueError(name)


def build_sparse(form, is_array, shape, content):
    """Build a sparse matrix or array."""
    from scipy import sparse

    if form not in SPARSE:
        raise ValueError
    rows, columns, data = content
    entries = (data, (rows, columns))
    build = sparse.coo_array if is_array else sparse.coo_matrix
    return build(entries, shape=tuple(shape)).asformat(form)


def build_index(packed):
    """Build an index."""
    import pandas

    form, payload = packed
    if form == "range":
        start, stop, step, name = payload
        return pandas.RangeIndex(start, stop, step, name=name)
    if form == "multi":
        levels, codes, names = payload
        return pandas.MultiIndex(
            levels=[build_index(level) for level in levels], codes=codes, names=names
        )
    content, name, frequency = payload
    index = pandas.Index(build_column(content), name=name)
    return pandas.DatetimeIndex(index, freq=frequency) if frequency else index


def build_column(packed):
    """Build the values of a column or an index."""
    import pandas

    form, payload = packed
    if form == "plain":
        if not isinstance(payload, np.ndarray):
            raise TypeError
        return payload
    if form == "category":
        codes, categories, ordered = payload
        return pandas.Categorical.from_codes(codes, build_index(categories), ordered=bool(ordered))
    if form == "zoned":
        plain, zone = payload
        return pandas.Series(plain).dt.tz_localize("UTC").dt.tz_convert(zone).array
    dtype, values = payload
    if not MASKED.fullmatch(dtype):
        raise ValueError
    return pandas.array(values, dtype=dtype)
