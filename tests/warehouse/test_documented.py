"""Examples of the documentation: commands, units, workflows and alerts are what they say."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from datetime import datetime

import pytest
import typer
import yaml

from warehouse import status
from warehouse.cli import app
from warehouse.paths import SOURCE_TREE

PAGES = [
    path
    for path in sorted([*SOURCE_TREE.glob("README*.md"), *(SOURCE_TREE / "docs").glob("*.md")])
    # Made from the commands themselves.
    if path.name != "cli.md"
]
OPERATIONS = (SOURCE_TREE / "docs" / "operations.md").read_text(encoding="utf-8")
_COMMAND = re.compile(
    r"^\s*(?:\$ |[\d*/,-]+ [\d*/,-]+ .*?|ExecStart=)?(?:cd \S+ && )?(?:\S*/)?(zhibiao [a-z].*)$"
)


def _block(start: str, end: str) -> str:
    """The indented lines of the operations page from `start` up to the line that begins `end`."""
    found = re.search(rf"^    {re.escape(start)}.*?(?=^{re.escape(end)})", OPERATIONS, re.M | re.S)
    assert found, start
    return re.sub(r"^    ", "", found.group(0), flags=re.M)


def _examples() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            if match := _COMMAND.match(line):
                found.append((page.name, match[1]))
    return found


@pytest.mark.parametrize(("page", "line"), sorted(set(_examples())))
def test_commands_of_the_documentation_are_understood(page, line):
    words = shlex.split(line, comments=True)
    for position, word in enumerate(words):
        if word in ("|", "&&", ";") or ">" in word:
            words = words[:position]
            break
    command = typer.main.get_command(app).commands[words[1]]
    # Raises for an option or an argument that there is not.
    command.make_context(words[1], words[2:])


def test_there_are_examples():
    assert len(_examples()) > 30
    assert any("--log-format json" in line for _, line in _examples())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_units_are_what_systemd_takes(tmp_path):
    service, timer = _block("[Service]", "GitHub").split("[Timer]")
    there = service.replace("/srv/zhibiao/.venv/bin/zhibiao", "/bin/true")
    assert there != service
    (tmp_path / "zhibiao.service").write_text(there.replace("/srv/zhibiao", str(tmp_path)))
    (tmp_path / "zhibiao.timer").write_text("[Timer]" + timer)
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "zhibiao.service", tmp_path / "zhibiao.timer"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_workflow_is_yaml_and_its_commands_are_there():
    workflow = yaml.safe_load(_block("jobs:", "##"))
    steps = workflow["jobs"]["run"]["steps"]
    python = next(step["with"]["python-version"] for step in steps if "with" in step)
    assert tuple(map(int, python.split("."))) >= (3, 11)
    makefile = (SOURCE_TREE / "Makefile").read_text(encoding="utf-8")
    (target,) = [step["run"].removeprefix("make ") for step in steps if "run" in step]
    assert re.search(rf"^{target}:", makefile, re.M)


def test_alerts_ask_for_metrics_that_are_written(run, project):
    run()
    written = (project.status / "zhibiao.prom").read_text(encoding="utf-8")
    # Late sources are told of kinds that there are.
    written += "zhibiao_sources_late "
    (group,) = yaml.safe_load(_block("groups:", "##"))["groups"]
    metrics = {
        metric for rule in group["rules"] for metric in re.findall(r"zhibiao_\w+", rule["expr"])
    }
    assert len(metrics) == 3
    assert not [metric for metric in metrics if not re.search(rf"^{metric}\b", written, re.M)]
    assert {str(became) for became in status.Became} >= set(
        re.findall(r'outcome="(\w+)"', str(group))
    )


def test_the_cron_lines_have_five_fields_and_one_command():
    lines = [
        line for line in OPERATIONS.splitlines() if re.match(r"    [\d*/,-]+ [\d*/,-]+ ", line)
    ]
    assert len(lines) == 2
    for line in lines:
        fields = line.split(maxsplit=5)
        assert fields[5].startswith("cd /srv/zhibiao && .venv/bin/zhibiao ")
        # A per cent sign ends a command in a crontab.
        assert "%" not in line


def test_every_file_that_the_pages_link_to_is_there():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), (page.name, target)


def test_dates_in_examples_are_dates():
    for _, line in _examples():
        for day in re.findall(r"--as-of (\S+)", line):
            if day != "DAY":
                assert datetime.strptime(day, "%Y-%m-%d")
