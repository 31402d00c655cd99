"""The access table: one's own account and one's own data."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import NOTHING, Line, State

IN = "signed in"
PASSWORD = "燕子来时新社的花"
OFF = "where nothing is sent"

ACCOUNT = (
    Line("GET /account", "signed in"),
    Line("POST /account/sessions/endings", "signed in"),
    Line(
        "POST /account/sessions/{key}/ending",
        "signed in",
        states={"another": State("nobody", "")},
        foreign="",
    ),
    Line("GET /second-factor", "second factor"),
    Line(
        "POST /second-factor",
        "second factor",
        but={"pending": "not there"},
        fields={"code": "000000"},
        note="without an authenticator",
    ),
    Line(
        "POST /second-factor/enrolment",
        "second factor",
        REFUSED,
        fields={"code": "000000"},
        note="with wrong digits",
    ),
    Line(
        "POST /second-factor/recovery-codes",
        "nobody",
        fields={"code": "000000"},
        note="without an authenticator",
    ),
    Line("GET /second-factor/officers", "community_secretary"),
    Line("GET /proof", IN),
    Line(
        "POST /proof",
        IN,
        "sign in",
        fields={"password": "wrong"},
        note="with a wrong password",
        counted=True,
    ),
    Line("GET /account/logins", IN, proof=True),
    Line("POST /account/logins/code-name", IN, REFUSED, fields={"code_name": "x"}, proof=True),
    Line("POST /account/logins/from-roll", IN, fields={"kind": "phone"}, proof=True),
    Line("POST /account/logins/removal", IN, NOT_THERE, fields={"key": "{login.one}"}, proof=True),
    Line("POST /account/logins/addresses", IN, NOT_THERE, proof=True, note=OFF),
    Line("GET /account/logins/entry", IN, NOT_THERE, proof=True, note=OFF),
    Line("POST /account/logins/entry", IN, REFUSED, proof=True, note=OFF),
    Line("GET /account/password", IN, proof=True),
    Line(
        "POST /account/password",
        IN,
        fields={"password": PASSWORD, "repeat": PASSWORD},
        proof=True,
    ),
    Line("GET /account/passkeys", IN, NOT_THERE, proof=True, note="without HTTPS"),
    Line("POST /account/passkeys", IN, NOT_THERE, proof=True, note="without HTTPS"),
    Line("POST /account/passkeys/options", IN, NOT_THERE, proof=True, note="without HTTPS"),
    Line("POST /account/passkeys/removal", IN, NOT_THERE, fields={"key": "another"}, proof=True),
)

DATA = (
    Line("GET /account/consents", IN),
    Line(
        "POST /account/consents",
        IN,
        fields={"purpose": "contact_email", "version": "1", "agree": "yes"},
    ),
    Line(
        "POST /account/consents/{consent}/withdrawal",
        "member",
        states={"neighbour": State("nobody", "")},
    ),
    Line("GET /account/data", IN),
    Line("GET /account/data/json", IN, proof=True),
    Line("GET /account/data/xlsx", IN, proof=True),
    Line("POST /account/data/requests", IN, fields={"kind": "explain", "text": "请说明"}),
    Line(
        "POST /account/data/requests/{asked}/withdrawal",
        "member",
        states={
            "own": State("secretary", ""),
            "answered": State("member", REFUSED),
            "withdrawn": State("member", NOTHING),
        },
    ),
)
