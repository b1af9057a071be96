"""Everything that the document allows, and much that it does not, asked of a running server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from server import Server


def test_the_server_keeps_what_its_document_promises(server: Server, tmp_path: Path) -> None:
    certificate = server.visit()
    kept = server.send(
        "POST", f"/{certificate}", {"match_lead": {"email": "jane@example.com"}, "retain": {}, "verify": {}}, server.key)
    assert kept[0] == 200
    config = tmp_path / "schemathesis.toml"
    config.write_text(
        f"""
        # Texts have no U+0000, which the document says once for all of them.
        [generation]
        allow-x00 = false

        [parameters]
        "path.certificate" = "{certificate}"

        # The account's own version, which the run changes, must not decide what a request means.
        [[operations]]
        include-path = "/{{certificate}}"
        parameters = {{ "header.Api-Version" = "4.0" }}

        [[operations]]
        include-path = "/{{certificate}}/"
        parameters = {{ "header.Api-Version" = "3.0" }}

        # A certificate that was issued a moment ago has no recording yet, was not retained, and is not a masked one.
        [[operations]]
        include-path-regex = "certificates/.certificate./|^/.certificate"
        checks.ensure_resource_availability.enabled = false

        # Wrong requests are the other phases' business: here the parameters above would set right what is meant to be wrong.
        [phases.stateful]
        generation.mode = "positive"

        # 422: a key used twice, a lead that is too old; 410: a recording that is complete.
        [checks.positive_data_acceptance]
        expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 410, 422, 429]

        [checks.negative_data_rejection]
        expected-statuses = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429]

        [auth]
        basic = {{ username = "API", password = "{server.key}" }}
        """
    )
    done = subprocess.run(
        [Path(sys.executable).parent / "schemathesis", "--config-file", config, "run", f"{server.url}/openapi.json",
         "--max-examples", "30", "--seed", "4", "--suppress-health-check", "all", "--continue-on-failure"],
        capture_output=True, text=True, cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "sent", "PYTHONPATH": str(Path(__file__).parent)},
    )
    print("\n".join(line[:400] for line in done.stdout.splitlines()), done.stderr)
    assert done.returncode == 0
    assert server.process.poll() is None
