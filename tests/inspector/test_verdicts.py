"""The heart of the room: nothing is run, nothing is imported, and no payload is called clean."""

import json
import pickle
import subprocess
import sys

import joblib
import numpy as np
import pytest

from rehydrate.inspector import Opinion, Verdict, inspect

WATCH = """
import json, sys
import rehydrate.inspector
before = set(sys.modules)
verdicts = [str(rehydrate.inspector.inspect(path).verdict) for path in json.load(sys.stdin)]
print(json.dumps([verdicts, sorted(set(sys.modules) - before)]))
"""


def names(report, opinion):
    return {f"{name.module}.{name.name}" for name in report.globals if name.opinion == opinion}


def test_no_payload_runs_and_no_module_is_imported_by_an_inspection(payloads, real):
    paths = [*payloads.paths.values(), *sorted(real.iterdir())]
    done = subprocess.run(
        [sys.executable, "-c", WATCH],
        input=json.dumps([str(p) for p in paths]),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    verdicts, imported = json.loads(done.stdout)
    assert not payloads.marker.exists()
    assert len(verdicts) == len(paths)
    assert [name for name in imported if not name.startswith("encodings.")] == []  # text codecs are data


def test_every_payload_is_named_as_dangerous(payloads):
    for name, path in payloads.paths.items():
        report = inspect(path)
        assert report.verdict == Verdict.RUNS_CODE, name
        assert report.alarming, name
        assert names(report, Opinion.DANGEROUS), name
        assert report.globals[0].opinion == Opinion.DANGEROUS, name  # the worst comes first
        assert "dangerous" in json.dumps(report.as_dict()), name
    assert not payloads.marker.exists()


def test_a_name_is_judged_by_the_exact_pair_and_never_by_its_package(payloads):
    report = inspect(payloads.paths["trusted package"])
    assert names(report, Opinion.DANGEROUS) == {"numpy.testing._private.utils.runstring"}


def test_a_name_that_is_in_no_list_is_not_called_harmless(saved):
    report = inspect(saved(b"cmy_package.models\nChurn\n)R."))
    assert report.verdict == Verdict.RUNS_CODE
    assert report.alarming
    assert names(report, Opinion.UNKNOWN) == {"my_package.models.Churn"}


def test_an_import_alone_counts_since_it_runs_the_module(saved):
    assert inspect(saved(b"cos\nsystem\n.")).verdict == Verdict.RUNS_CODE


def test_extension_codes_are_names_that_only_the_loader_knows(saved):
    report = inspect(saved(b"\x80\x02\x82\x07)R."))
    assert names(report, Opinion.UNKNOWN) == {"copyreg extension.7"}


def test_changing_a_class_is_no_data_although_its_name_rebuilds_data(saved):
    report = inspect(saved(b"ccollections\nOrderedDict\n(N}S'update'\ncnumpy\ndtype\nstb."))
    assert report.verdict == Verdict.RUNS_CODE
    assert report.alarming


def test_where_a_name_stands_is_told(saved):
    report = inspect(saved(b"(lp0\ncos\nsystem\n."))
    assert report.globals[0].where == "byte 16"


@pytest.mark.parametrize("protocol", range(6))
def test_plain_values_and_arrays_are_data_only_in_every_protocol(saved, protocol):
    thing = {"x": np.arange(6.0), "o": np.array([1, None, "x"], object), "t": (1, 2.5, b"b", {3}, None, True)}
    report = inspect(saved(pickle.dumps(thing, protocol)))
    assert (report.verdict, report.alarming) == (Verdict.DATA_ONLY, False), report.reasons


def test_a_model_of_a_known_library_runs_code_and_gives_no_alarm(real):
    report = inspect(real / "pipeline_4.joblib")
    assert report.verdict == Verdict.RUNS_CODE
    assert not report.alarming
    assert "sklearn" in report.reasons[0]


@pytest.mark.parametrize(
    "name",
    [
        "pipeline_5.pickle",
        "arrays.joblib",
        "pipeline.joblib.zlib",
        "arrays.npz",
        "model.onnx",
        "tensors.safetensors",
        "xgboost.json",
        "dense.keras",
        "model.skops",
        "state.pt",
    ],
)
def test_a_file_cut_short_is_never_clean(real, saved, name):
    whole = (real / name).read_bytes()
    for part in (0, 1, 2, 10, len(whole) // 2, len(whole) - 1):
        report = inspect(saved(whole[:part]))
        assert report.verdict == Verdict.CANNOT_TELL, (part, report.reasons)
        assert report.problems
        assert report.alarming


def test_a_changed_byte_in_a_compressed_file_is_noticed(real, saved):
    whole = bytearray((real / "pipeline.joblib.gzip").read_bytes())
    whole[-5] ^= 1  # in the checksum
    assert inspect(saved(bytes(whole))).verdict == Verdict.CANNOT_TELL


def test_what_was_found_before_the_damage_is_kept(real, saved):
    whole = (real / "pipeline_5.pickle").read_bytes()
    report = inspect(saved(whole[:-20]))
    assert "sklearn.pipeline.Pipeline" in names(report, Opinion.LIBRARY)
    assert report.verdict == Verdict.CANNOT_TELL


def with_array(data, *, made=b")\x81", n_bytes=None):
    """Return a file of joblib before 1.2 with an array of bytes, which lies behind the object unpadded."""
    state = b"}(Vsubclass\ncnumpy\nndarray\nVshape\nK%c\x85Vorder\nVC\nVdtype\ncnumpy\ndtype\nVu1\n\x85Ru"
    length = len(data) if n_bytes is None else n_bytes
    return b"\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n" + made + state % length + b"b" + data + b"."


def test_the_bytes_of_a_joblib_array_are_no_instructions(saved):
    report = inspect(saved(with_array(b"\xffcos\nsystem\n")))
    assert report.verdict == Verdict.DATA_ONLY, report.reasons
    assert [array.n_bytes for array in report.arrays] == [12]


def test_an_array_whose_bytes_are_a_program_for_a_plain_pickle_reader_is_found(saved):
    report = inspect(saved(with_array(b"cos\nsystem\nVtrue\n\x85R0N.")))
    assert names(report, Opinion.DANGEROUS) == {"os.system"}
    assert any("plain pickle reader" in reason for reason in report.reasons)


def test_a_data_type_that_lies_about_holding_objects_is_refused(saved):
    joblib.dump(np.arange(4.0), path := saved(b""))
    honest = path.read_bytes()
    at = honest.index(b"K\x00t", honest.index(b"dtype"))  # the flags of the type
    lying = honest[: at + 1] + b"\x01" + honest[at + 2 :]
    assert inspect(saved(honest)).verdict == Verdict.DATA_ONLY
    assert inspect(saved(lying)).verdict == Verdict.CANNOT_TELL  # joblib would load a pickle from here


def test_an_array_in_the_middle_of_a_frame_is_refused(saved):
    joblib.dump(np.arange(4.0), path := saved(b""))
    honest = path.read_bytes()
    assert honest[2:3] == b"\x95"
    longer = honest[:3] + (int.from_bytes(honest[3:11], "little") + 8).to_bytes(8, "little") + honest[11:]
    assert inspect(saved(longer)).verdict == Verdict.CANNOT_TELL  # joblib reads the array after the frame


def test_an_array_wrapper_that_is_called_instead_of_filled_is_refused(saved):
    called = b"(cnumpy\nndarray\nK\x01\x85VC\ncnumpy\ndtype\nVu1\n\x85RtR"  # sets a padding of its own
    assert inspect(saved(with_array(b"\x00", made=called))).verdict == Verdict.CANNOT_TELL


def test_an_array_that_is_read_twice_is_refused(saved):
    whole = with_array(b"\x00")
    assert inspect(saved(whole[:-1] + b"}b" + b".")).verdict == Verdict.CANNOT_TELL


def test_an_array_that_claims_more_than_the_file_has_is_refused(saved):
    assert inspect(saved(with_array(b"\x00" * 9, n_bytes=90))).verdict == Verdict.CANNOT_TELL


def frame(length, content):
    return b"\x95" + length.to_bytes(8, "little") + content


@pytest.mark.parametrize(
    "code",
    [
        frame(7, b"cnumpy\ndtype\n."),  # a name that reaches over the end of its frame
        frame(2, b"\x8c\x05numpy."),  # a text that does
        frame(20, frame(1, b"N.") + bytes(9)),  # a frame in a frame
        frame(9, b"N." + bytes(7)),  # an end in the middle of a frame
    ],
)
def test_a_frame_that_makes_readers_lose_their_place_is_refused(saved, code):
    """CPython's reader of files forgets what is left of a frame when something reaches over its end."""
    assert inspect(saved(b"\x80\x04" + code)).verdict == Verdict.CANNOT_TELL
    whole = b"\x80\x04" + frame(14, b"cnumpy\ndtype\n.")
    assert inspect(saved(whole)).verdict == Verdict.DATA_ONLY
