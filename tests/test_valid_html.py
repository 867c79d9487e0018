"""The Nu checker over every page of the access table."""

import subprocess
from pathlib import Path

import pytest
from django.urls import reverse

from tests.access import ROWS
from tests.access_words import VISITORS

NU = Path(__file__).parent.parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture
def cast(request, db) -> dict:
    return {name: request.getfixturevalue(name) for name in ("gounod", "mail", *VISITORS[1:])}


def test_pages_are_valid_html(client, cast, tmp_path) -> None:
    for column, visitor in enumerate(VISITORS):
        browser = type(client)() if visitor == "anonymous" else type(client)().enter(cast[visitor])
        for row in ROWS:
            if row.answers[column] in {200, 404} and row.method == "get":
                response = browser.get(reverse(row.route, args=row.address(cast)), row.data)
                if response["Content-Type"].startswith("text/html"):
                    name = f"{visitor}-{row.route.replace(':', '-')}.html"
                    (tmp_path / name).write_bytes(response.content)
    assert len(list(tmp_path.iterdir())) > 60
    check = subprocess.run(
        ["java", "-jar", NU, "--errors-only", tmp_path], capture_output=True, text=True, check=False
    )
    assert check.stderr == ""
