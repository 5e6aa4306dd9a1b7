"""A return survives LibreOffice: saved as another format and back it is still known, and brings the same."""

import shutil
import subprocess
from pathlib import Path

import pytest
from plan_samples import planned
from return_samples import Clerk, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here"),
]


def saved_as(path: Path, ending: str, profile: Path) -> Path:
    """Return the file as LibreOffice saves it, in a folder of its own."""
    folder = path.parent / f"{path.suffix[1:]} to {ending}"
    assert OFFICE
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120
    )
    return folder / f"{path.stem}.{ending}"


@pytest.mark.parametrize("way", [("xlsx",), ("ods",), ("ods", "xlsx"), ("xls",), ("xls", "xlsx")])
def test_a_return_saved_by_libreoffice_keeps_its_identity_and_what_it_says(
    way: tuple[str, ...], tmp_path: Path, gate: Gate, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sample = planned(tmp_path / "r.upr")
    clerk = Clerk(sent(sample, tmp_path))
    path = clerk.type("2", narrative="Приказ подписан", claimed_status="Исполнено").save("a.xlsx")
    for ending in way:
        path = saved_as(path, ending, tmp_path / "profile")
    merge = merged(sample, gate, path)
    identity = merge.files[0].identity
    assert identity is not None
    assert {"sheet", "key"} <= set(identity.by)
    assert filled(merge) == {"taken": 2, "unchanged": 13}
    assert report(sample, "2")["narrative_ru"] == "Приказ подписан"
