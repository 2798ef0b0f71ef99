"""What monitoring reads after each run: JSON and Prometheus text, and nothing of the machine."""

from __future__ import annotations

import getpass
import json
import re

import pytest

from warehouse import run as run_module
from warehouse import status
from warehouse.errors import CheckFailed, InputError, Locked
from warehouse.lock import run_lock
from warehouse.settings import Settings

_SAMPLE = re.compile(r'zhibiao_[a-z_]+(\{[a-z_]+="[^"]*"\})? -?\d+(\.\d+)?')


def _read(project) -> tuple[dict, dict[str, float]]:
    found = json.loads((project.status / "run.json").read_text())
    samples = {}
    for line in (project.status / "zhibiao.prom").read_text().splitlines():
        if not line.startswith("#"):
            assert _SAMPLE.fullmatch(line), line
            name, value = line.rsplit(" ", 1)
            samples[name] = float(value)
    return found, samples


def _fails(error):
    def build(*_, **__):
        raise error

    return build


def test_a_published_run_tells_its_facts(run, project):
    outcome = run()
    found, samples = _read(project)
    assert (found["outcome"], found["exit_code"], found["run_id"]) == (
        "published",
        0,
        outcome.run_id,
    )
    assert list(found["step_seconds"]) == ["load", "build", "audit", "compare", "publish"]
    assert found["rows"] == {"in": 4, "rejected": 1, "accepted": 2}
    assert found["findings_open"] == {"warning": 1}
    assert found["version"]["run_id"] == outcome.run_id
    assert found["last_success"] == found["finished"]
    assert samples['zhibiao_run_outcome{outcome="published"}'] == 1
    assert samples['zhibiao_version_rows{kind="rejected"}'] == 1
    assert samples['zhibiao_findings_open{severity="warning"}'] == 1
    assert samples[f'zhibiao_version_info{{run_id="{outcome.run_id}"}}'] == 1
    assert "zhibiao_run_exit_code" in samples


def test_an_unchanged_run_is_a_success(run, project):
    first = run()
    before = _read(project)[0]
    run()
    found, samples = _read(project)
    assert (found["outcome"], found["run_id"]) == ("unchanged", first.run_id)
    assert found["last_success"] > before["last_success"]
    assert samples['zhibiao_run_outcome{outcome="unchanged"}'] == 1


@pytest.mark.parametrize(
    ("error", "outcome", "reason", "code"),
    [
        (CheckFailed("testing", "1 step failed", "Mend."), "refused", "checks", 4),
        (
            InputError("loading /srv/secret/a", "all rejected", "Mend."),
            "failed",
            "input",
            3,
        ),
        (OSError(28, "No space left on device", "/srv/secret"), "failed", "system", 1),
        (RuntimeError("/srv/secret broke"), "failed", "unexpected", 1),
    ],
)
def test_a_run_that_published_nothing_says_why_and_keeps_the_last_success(
    run, project, error, outcome, reason, code
):
    first = run()
    before = _read(project)[0]
    with pytest.raises(type(error)):
        run(force=True, builder=_fails(error))
    found, samples = _read(project)
    assert (found["outcome"], found["reason"], found["exit_code"]) == (outcome, reason, code)
    assert found["failed_step"] == "build"
    assert found["version"]["run_id"] == first.run_id
    assert found["last_success"] == before["last_success"]
    assert samples["zhibiao_last_success_timestamp_seconds"] > 0
    assert samples["zhibiao_run_exit_code"] == code
    assert "secret" not in (project.status / "run.json").read_text()


def test_a_run_beyond_the_limits_names_them(run, altered, project):
    run()
    vanish = "delete from main.indicator_part_year"
    with pytest.raises(CheckFailed):
        run(Settings(changes_always_allowed=0), force=True, builder=altered(vanish))
    found, samples = _read(project)
    assert (found["outcome"], found["reason"]) == ("refused", "limits")
    assert "max_values_gone_share" in found["limits_exceeded"][0]
    assert samples['zhibiao_run_changes{kind="values_gone"}'] == 1


def test_a_run_that_finds_the_lock_taken_writes_nothing(run, project):
    run()
    before = (project.status / "run.json").read_text()
    with run_lock(project.lock_file, "zhibiao load"), pytest.raises(Locked):
        run(force=True)
    assert (project.status / "run.json").read_text() == before


def test_nothing_of_the_machine_is_told(run, project):
    run()
    with pytest.raises(OSError, match="No space"):
        run(force=True, builder=_fails(OSError(28, "No space left on device", str(project.data))))
    for path in project.status.iterdir():
        text = path.read_text()
        assert str(project.root) not in text
        assert str(project.data) not in text
        assert f'"{getpass.getuser()}"' not in text


def test_files_that_cannot_be_written_do_not_fail_the_run(run, project, capsys):
    project.data.mkdir()
    project.status.write_text("a file where the folder should be")
    assert run().is_new
    assert "status files could not be written" in capsys.readouterr().err


def test_labels_are_escaped():
    told = {
        "outcome": "published",
        "exit_code": 0,
        "started": None,
        "finished": None,
        "last_success": None,
        "step_seconds": {'a"b\\c\nd': 1},
        "changes": {},
        "version": {
            "run_id": None,
            "finished": None,
            "rows_in": None,
            "rows_rejected": None,
            "rows_accepted": None,
        },
        "findings_open": {},
    }
    assert 'zhibiao_run_step_seconds{step="a\\"b\\\\c\\nd"} 1' in status.prometheus(told, [])


def test_the_first_run_that_fails_has_no_success_to_tell(run, project):
    with pytest.raises(RuntimeError):
        run(builder=_fails(RuntimeError("broken")))
    found, samples = _read(project)
    assert found["last_success"] is None
    assert "zhibiao_last_success_timestamp_seconds" not in samples
    assert run_module.published_facts(project) is None
