"""The roles of the access table, and the audiences that its lines name."""

from __future__ import annotations

ANONYMOUS, LISTED, LEFT, PENDING = "anonymous", "listed", "left", "pending"
MEANING = {
    ANONYMOUS: "no cookie",
    LISTED: "on the roll and not verified, with a session of an earlier time",
    LEFT: "moved away, with a session of an earlier time",
    PENDING: "a secretary who showed the password and not yet the second factor",
    "resident": "verified, and nothing else",
    "member": "sits on the committee, is called to its meetings and present in them",
    "former": "was secretary until yesterday",
    "chair": "主任委员; chairs the meetings of the table",
    "secretary": "书记员; keeps the record of the meetings of the table",
    "community_secretary": "社区书记",
    "social_worker": "社工",
    "group_leader": "楼组长 of one building",
    "resident_rep": "居民代表",
    "org_member": "speaks for an organisation",
    "supervisor": "监督委员会",
    "observer": "列席",
    "street_office": "街道",
    "auditor": "审计",
    "admin": "系统管理员",
}
ROLES = tuple(MEANING)
OUTSIDE = ROLES[:4]  # no session that counts
SIGNED_IN = ROLES[4:]
OFFICES = ROLES[7:]

AUDIENCES: dict[str, tuple[str, ...]] = {
    "everybody": ROLES,
    "signed in": SIGNED_IN,
    "second factor": (
        PENDING,
        "chair",
        "secretary",
        "community_secretary",
        "social_worker",
        "supervisor",
        "auditor",
        "admin",
    ),
    "officers": ("chair", "secretary", "community_secretary"),
    "overseers": (
        "chair",
        "secretary",
        "community_secretary",
        "supervisor",
        "observer",
        "street_office",
        "auditor",
    ),
    "called": ("chair", "secretary", "member"),
    "present": ("chair", "secretary", "member"),
    "mover": ("chair", "secretary", "community_secretary"),
    "staff": ("secretary", "community_secretary"),
    "desk": ("secretary", "community_secretary", "social_worker"),
    "register": ("chair", "secretary", "community_secretary", "social_worker"),
    "see offices": (
        "chair",
        "secretary",
        "community_secretary",
        "admin",
        "supervisor",
        "auditor",
        "street_office",
    ),
    "watchers": ("supervisor", "auditor", "community_secretary"),
    "an office": OFFICES,
    "nobody": (),
}
