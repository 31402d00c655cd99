"""The forms of verification, from text fields to typed values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from council.clock import local, now
from council.identity import id_number
from council.refusal import Refused, unreadable
from council.verification import rules
from council.verification.actions.desk import Papers
from council.verification.actions.newcomers import Newcomer
from council.verification.batch_queries import MOST_UNITS, WHO, Choice
from council.verification.facts import Told
from council.web.filled import Filled

NUMBER = 30  # characters of an ID number as it is typed, spaces included
PHONE = re.compile(r"\+?[0-9]{7,15}")
ID = re.compile(r"[0-9a-z]{8,16}")


@dataclass(frozen=True, slots=True)
class DeskForm:
    papers: Papers
    password: str


def desk(form: Filled) -> DeskForm:
    """Faults stand in the form; a password that was typed must have been typed twice."""
    seen = tuple(code for code in rules.PAPERS if form.typed(f"paper_{code}"))
    note = form.optional("note", most=rules.NOTE)
    try:
        rules.papers(seen, note)
    except Refused as why:
        form.blame("papers", why)
    if form.typed("password") != form.typed("repeat"):
        form.blame("password", unreadable("password.repeat"))
    number = form.optional("number", most=NUMBER)
    return DeskForm(Papers(seen, note, number), form.typed("password"))


def told(fields: dict[str, str]) -> Told:
    """What some letters ask for besides the code."""
    return Told(fields.get("name", "")[:60], fields.get("fact", "")[:40])


def newcomer(form: Filled, pepper: bytes) -> Newcomer:
    """Faults stand in the form; of the ID number only hash, last four and birth date go on."""
    name = form.text("name", most=60)
    gender = form.choice("gender", ("男", "女"))
    hukou = form.choice("hukou", ("户籍", "非户籍"))
    unit = form.choice("unit", (form.typed("unit"),)) if form.typed("unit") else ""
    if not unit:
        form.blame("unit", unreadable("newcomer.unit"))
    tie = form.choice("tie", rules.TIES)
    evidence = form.choice("evidence", rules.PAPERS)
    number, born = _number(form), _born(form)
    if number and born and born != id_number.birth_date(number):
        form.blame("born", unreadable("roll.id_birth"))
    day = id_number.birth_date(number) if number else born
    return Newcomer(
        name=name,
        gender=gender,
        born=day.isoformat() if day else "",
        hukou=hukou,
        phone=_phone(form),
        unit=unit,
        tie=tie,
        evidence=evidence,
        note=form.optional("note", most=rules.NOTE),
        id_hash=id_number.keyed_hash(number, pepper) if number else "",
        id_last4=number[-4:],
        another=form.typed("another") == "1",
    )


def _number(form: Filled) -> str:
    typed = form.optional("number", most=NUMBER)
    number = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    fault = id_number.fault(number, _today()) if number else None
    if fault is not None:
        form.blame("number", unreadable(fault))
        return ""
    return number


def _born(form: Filled) -> date | None:
    """Needed, unless the number tells it: who votes is 18 or over."""
    if not form.typed("born"):
        if not form.typed("number"):
            form.blame("born", unreadable("newcomer.born"))
        return None
    day = form.day("born")
    oldest = _today().year - id_number.OLDEST
    if "born" not in form.faults and not (oldest <= day.year and day <= _today()):
        form.blame("born", unreadable("form.date"))
    return day


def _phone(form: Filled) -> str:
    phone = "".join(form.optional("phone", most=30).replace("-", "").split())
    if phone and not PHONE.fullmatch(phone):
        form.blame("phone", unreadable("roll.phone"))
    return phone


def _today() -> date:
    return local(now()).date()


def choice(fields: dict[str, str]) -> Choice:
    """Which letters; anything else than the three kinds of people is refused."""
    who = fields.get("who", "fresh")
    if who not in WHO:
        raise unreadable("form.choice", field="who")
    codes = tuple(re.split(r"[\s,，、;；]+", fields.get("units", "")[:4000].strip()))
    units = tuple(dict.fromkeys(code for code in codes if code))
    if len(units) > MOST_UNITS:
        raise unreadable("letter.too_many_units", most=MOST_UNITS)
    building, _, entrance = fields.get("place", "").partition("\t")
    return Choice(building[:30], entrance[:30], units, who, fields.get("facts") == "1")


def batch_id(fields: dict[str, str]) -> str:
    """The id that the form brought along."""
    batch = fields.get("batch", "")
    if not ID.fullmatch(batch):
        raise unreadable("form.unreadable")
    return batch
