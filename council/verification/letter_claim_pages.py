"""For whoever holds a letter that somebody else has used: into the conflict queue."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.identity import codes
from council.identity import queries as identity
from council.refusal import Refused
from council.verification import forms, queries, rules
from council.verification.actions.claims import raise_by_letter
from council.verification.letter_pages import LONGEST, device, secret_of
from council.web import forms as web_forms
from council.web.filled import Filled
from council.web.render import page

Asked = Request[Any, Any, Any]
CLAIMS = "/letter-claims"


@get(CLAIMS, opt={"open": True})
async def claim_form(request: Asked) -> Response[str]:
    """For whoever holds a letter that somebody else has used."""
    return await _claim_form(request, Filled({}))


@post(CLAIMS, opt={"open": True})
async def claim(request: Asked) -> Response[Any]:
    """Said with the code of the letter, so that nobody accuses a stranger's account."""
    form = Filled(await web_forms.read(request))
    public = codes.read(form.typed("public")[:LONGEST])
    words = form.optional("told", most=rules.TOLD)
    contact = form.text("contact", most=rules.CONTACT)
    if not form.faults:
        try:
            secret = secret_of(public, form.fields)
            facts = forms.told(form.fields)
            await raise_by_letter(
                public, secret, words, contact, device=device(request), facts=facts
            )
            return await _claim_form(request, Filled({}), said=True)
        except Refused as why:
            form.blame("secret", why)
    form.fields["secret"] = ""
    return await _claim_form(request, form)


async def _claim_form(request: Asked, form: Filled, *, said: bool = False) -> Response[str]:
    return page(
        request,
        "verification/letter_claim.html",
        status=form.status,
        site=await identity.site_name(None),
        path=CLAIMS,
        form=form.shown_to(request),
        whom=await queries.whom_to_ask(None),
        facts=any(
            why.code in {"letter.facts_needed", "letter.facts"} for why in form.faults.values()
        ),
        said=said,
        longest=rules.TOLD,
    )


ROUTES = [claim_form, claim]
