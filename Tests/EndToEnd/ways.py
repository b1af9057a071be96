"""The ways in which a lead leaves a page, each with the steps of the person who takes it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Callable

from drivers import Driver


@dataclass
class Lead:
    """Somebody who visits one page only, so that what was typed there is told from all else."""

    email: str
    phone: str

    @classmethod
    def of(cls, name: str) -> "Lead":
        number = int(hashlib.sha256(name.encode()).hexdigest(), 16)
        word = "".join(chr(ord("a") + number // 26**place % 26) for place in range(20))
        return cls(f"{word[:10]}@{word[10:]}.com", f"{200 + number % 700}{200 + number // 7 % 700}{number // 11 % 10_000:04}")


def fill(page: Driver, lead: Lead) -> None:
    page.type("[name=email]", lead.email)
    page.type("[name=phone]", lead.phone)


def fill_first_step(page: Driver, lead: Lead) -> None:
    page.type("[name=email]", lead.email)


def fill_steps(page: Driver, lead: Lead) -> None:
    fill_first_step(page, lead)
    page.click("#next")
    page.type("[name=phone]", lead.phone)


def open_and_fill(page: Driver, lead: Lead) -> None:
    page.click("#open")
    fill(page, lead)


def send(page: Driver) -> None:
    page.click("#send")


def press_enter(page: Driver) -> None:
    page.press_enter("[name=email]")


@dataclass
class Way:
    title: str
    page: str
    #: How the event log says that the submission is known.
    how: str
    fill: Callable[[Driver, Lead], None] = fill
    send: Callable[[Driver], None] = send
    is_framed: bool = False

    @property
    def form_page(self) -> str:
        return "lead.html" if self.is_framed else self.page

    @property
    def methods(self) -> list[str]:
        """How the form was filled in; one page comes with a field that holds something."""
        return ["typing", "pre-populated"] if self.form_page == "lead.html" else ["typing"]


WAYS = [
    Way("plain", "lead.html", "submit"),
    Way("preventDefault and fetch", "prevented.html", "submit"),
    Way("XMLHttpRequest", "request.html", "submit"),
    Way("a button that posts", "button.html", "inferred"),
    Way("form.submit()", "programmatic.html", "formdata"),
    Way("Enter", "lead.html", "submit", send=press_enter),
    Way("an untagged div", "untagged.html", "inferred"),
    Way("an untagged link", "anchor.html", "inferred"),
    Way("steps", "steps.html", "inferred", fill=fill_steps),
    Way("a form added late", "late.html", "submit", fill=open_and_fill),
    Way("a form in a frame", "framed.html", "submit", is_framed=True),
]


def titled(ways: list[Way]) -> dict:
    """A test's parameters: the ways, with their titles as names."""
    return {"argnames": "way", "argvalues": ways, "ids": [way.title for way in ways]}
