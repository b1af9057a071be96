"""What `/openapi.json` promises, and a check of answers against it."""

from __future__ import annotations

import json
from typing import Iterator

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

Answer = tuple[str, str, int]
"""Method, path and status."""


class Document:
    def __init__(self, text: str) -> None:
        self._contents = json.loads(text)
        resource = DRAFT202012.create_resource(self._contents)
        self._registry = Registry().with_resource("urn:document", resource)

    def answers(self, prefix: str) -> Iterator[Answer]:
        """Every documented answer of the routes below a path that take a key."""
        for path, operations in self._contents["paths"].items():
            for method, operation in operations.items():
                if path.startswith(prefix) and method != "parameters" and "401" in operation["responses"]:
                    yield from ((method.upper(), path, int(status)) for status in operation["responses"])

    def operations(self, path: str) -> Iterator[tuple[str, dict]]:
        """The methods of a path, with what the document says of them."""
        return ((method, operation) for method, operation in self._contents["paths"][path].items() if method != "parameters")

    def check(self, answer: Answer, media_type: str | None, text: str) -> None:
        """Throws where the answer is not documented, or not as documented."""
        method, path, status = answer
        response = self._contents["paths"][path][method.lower()]["responses"][str(status)]
        pointer = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method.lower()}/responses/{status}"
        if "$ref" in response:
            pointer = response["$ref"].removeprefix("#")
            response = self._contents["components"]["responses"][pointer.split("/")[-1]]
        content = response.get("content", {})
        if not content:
            assert text == "", answer
            return
        kind = (media_type or "").split(";")[0]
        assert kind in content, f"{answer} is {media_type}"
        if kind.endswith("json"):
            schema = {"$ref": f"urn:document#{pointer}/content/{kind.replace('/', '~1')}/schema"}
            Draft202012Validator(schema, registry=self._registry).validate(json.loads(text))
