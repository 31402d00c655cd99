"""The record in public: its page, checkpoint, proofs, bundle, verifier; witnesses for officers."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import File, Response

from council.paths import TOOLS
from council.record import actions, foot, tree_queries
from council.record import checkpoint_queries as checkpoints
from council.record import queries as record
from council.record.notes import Signer
from council.record.tree import ends_in, needed_for
from council.refusal import NotThere, Refused, unreadable
from council.site import queries, record_bundle, where
from council.site.queries import Place
from council.web import etag, forms
from council.web.answers import go, is_htmx, wants_json
from council.web.guards import officer, viewer_of
from council.web.qr import qr
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
LATEST = 12  # acts on the page
KEY = 400  # characters of a key or of a signature's line
DIGITS = 12
CREATED = 201
NOT_MODIFIED = 304


@get("/record", opt=OPEN)
async def here(request: Asked) -> Response[Any]:
    """The record of the only community, or of one's own."""
    place = await where.here(request)
    return await (where.ask_which(request) if place is None else _page(request, place))


@get("/c/{community:str}/record", opt=OPEN)
async def show(request: Asked, community: FromPath[str]) -> Response[Any]:
    """The record of one of several."""
    return await _page(request, await where.choose(request, community))


async def _page(request: Asked, place: Place, why: Refused | None = None) -> Response[Any]:
    viewer, settings = visit_of(request).viewer, visit_of(request).settings
    desk = viewer is not None and viewer.officer and viewer.community == place.id
    newest = await checkpoints.newest(place.id)
    size = await checkpoints.size(place.id)
    known = await checkpoints.witnesses(place.id)
    last = await record.entries(place.id, max(size - LATEST, 0), LATEST)
    made = page(
        request,
        "record/record.html",
        status=why.status if why else 200,
        public=viewer is None,
        place=place,
        site=place.title,
        nav="record",
        desk=desk,
        newest=newest,
        foot=_drawn(foot.Foot(newest.what)) if newest else None,
        later=size - newest.what.size if newest else 0,
        witnesses=known,
        signed=sum(1 for one in known if newest and one.size == newest.what.size),
        vkey=_signer(request, place.id).key.text,
        latest=list(reversed(last)),
        trouble=await checkpoints.trouble(place.id, settings.signed) if desk else None,
        problem=why,
    )
    return made if why else etag.public(request, made)


def _drawn(what: foot.Foot) -> dict[str, Any]:
    """For `checkpoint_foot` of templates/record/words.html."""
    return {"lines": what.lines, "qr": qr(what.text)}


def _signer(request: Asked, community: str) -> Signer:
    settings = visit_of(request).settings
    return checkpoints.log_key(settings.site, community, settings.keys.signing)


async def _there(community: str) -> None:
    """A community that there is; the pages of this device stay about the one that they were."""
    if all(one.id != community for one in await queries.communities()):
        raise NotThere


@get("/c/{community:str}/record/checkpoint", opt=OPEN)
async def checkpoint(request: Asked, community: FromPath[str]) -> Response[Any]:
    """The newest one as a C2SP note, with the lines of witnesses; or as JSON."""
    await _there(community)
    newest = await checkpoints.newest(community)
    if newest is None:
        raise NotThere
    note = await checkpoints.note_of(community, newest)
    what = newest.what
    if wants_json(request):
        told = {"origin": what.origin, "size": what.size, "root": what.root.hex(), "note": note}
        return Response(told | {"vkey": newest.vkey})
    return Response(note, media_type="text/plain; charset=utf-8")


@get("/c/{community:str}/record/inclusion", opt=OPEN)
async def inclusion(request: Asked, community: FromPath[str]) -> Response[Any]:
    """That entry `i` is in the tree of `size`, or of the newest checkpoint."""
    await _there(community)
    size = await _size(request, community, "size")
    i = _number(request, "i", "0")
    if i >= size:
        raise NotThere
    tree = await tree_queries.hashes(community, size, needed_for(i, size))
    entry = (await record.entries(community, i, 1))[0]
    path = [one.hex() for one in tree.inclusion(i, size)]
    told = {"i": i, "size": size, "entry": entry["body"], "leaf": entry["leaf"], "path": path}
    return Response(told)


@get("/c/{community:str}/record/consistency", opt=OPEN)
async def consistency(request: Asked, community: FromPath[str]) -> Response[Any]:
    """That the tree of `size`, or of the newest checkpoint, begins with the one of `since`."""
    await _there(community)
    size = await _size(request, community, "size")
    since = _number(request, "since", "1")
    if not 0 < since <= size:
        raise NotThere
    tree = await tree_queries.hashes(community, size, ends_in(since, size))
    path = [one.hex() for one in tree.consistency(since, size)]
    return Response({"since": since, "size": size, "path": path})


async def _size(request: Asked, community: str, name: str) -> int:
    """Only trees that were signed are spoken of: what comes after is not yet final."""
    newest = await checkpoints.newest(community)
    if newest is None:
        raise NotThere
    asked = _number(request, name) if name in request.query_params else newest.what.size
    if not 0 < asked <= newest.what.size:
        raise NotThere
    return asked


def _number(request: Asked, name: str, usual: str = "") -> int:
    text = request.query_params.get(name, usual)
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        raise unreadable("form.needed", field=name)
    return int(text)


@get("/c/{community:str}/record/bundle", opt=OPEN)
async def bundle(request: Asked, community: FromPath[str]) -> Response[Any]:
    """Everything for `council verify`; made once for each checkpoint, not sent twice unchanged."""
    await _there(community)
    folder = visit_of(request).settings.data / "bundles"
    made = await record_bundle.make(community, _signer(request, community), folder)
    headers = {}
    if visit_of(request).viewer is None:  # of whoever is signed in nothing is kept
        headers = {"etag": made.tag, "cache-control": "no-cache"}
        if made.tag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=NOT_MODIFIED, headers=headers)
    name = f"record-{community}.zip"
    return File(made.file, filename=name, media_type="application/zip", headers=headers)


@get("/record/verifier", opt=OPEN)
async def verifier(request: Asked) -> Response[Any]:
    """The one file that checks a bundle, as text to be read first."""
    text = (TOOLS / "council_verify.py").read_text(encoding="utf-8")
    headers = {"content-disposition": 'attachment; filename="council_verify.py"'}
    made = Response(text, media_type="text/x-python; charset=utf-8", headers=headers)
    return etag.public(request, made)


@post("/c/{community:str}/record/cosignatures", opt=OPEN)
async def cosign(request: Asked, community: FromPath[str]) -> Response[Any]:
    """A witness's line, from their own program or pasted by an officer."""
    await _there(community)
    fields = await forms.read(request)
    viewer = visit_of(request).viewer
    own = viewer is not None and viewer.officer and viewer.community == community
    try:
        line = forms.required(fields, "line", most=KEY)
        size = await actions.cosign(community, line, viewer.actor if viewer and own else None)
    except Refused as why:
        if wants_json(request) or is_htmx(request) or not own:
            raise
        return await _page(request, await where.choose(request, community), why)
    if wants_json(request):
        return Response({"size": size}, status_code=CREATED)
    return go(forms.way_back(fields, f"/c/{community}/record"))


@post("/record/witnesses", guards=[officer])
async def add_witness(request: Asked) -> Response[Any]:
    fields = await forms.read(request)
    try:
        name = forms.required(fields, "name", most=60)
        vkey = forms.required(fields, "vkey", most=KEY)
        await actions.add_witness(name, vkey, viewer_of(request).actor)
    except Refused as why:
        return await _again(request, why)
    return go(forms.way_back(fields, "/record"))


@post("/record/witnesses/{witness:str}/ending", guards=[officer])
async def end_witness(request: Asked, witness: FromPath[str]) -> Response[Any]:
    fields = await forms.read(request)
    await actions.end_witness(witness, viewer_of(request).actor)
    return go(forms.way_back(fields, "/record"))


@post("/record/restorations", guards=[officer])
async def restore(request: Asked) -> Response[Any]:
    """An old backup was restored: said in the record, so that it can be signed again."""
    fields = await forms.read(request)
    try:
        await actions.restored(viewer_of(request).actor, visit_of(request).settings.signed)
    except Refused as why:
        return await _again(request, why)
    return go(forms.way_back(fields, "/record"))


async def _again(request: Asked, why: Refused) -> Response[Any]:
    """The page once more, with what is wrong."""
    if wants_json(request) or is_htmx(request):
        raise why
    return await _page(request, await where.choose(request, viewer_of(request).community), why)


ROUTES = [
    here,
    show,
    checkpoint,
    inclusion,
    consistency,
    bundle,
    verifier,
    cosign,
    add_witness,
    end_witness,
    restore,
]
