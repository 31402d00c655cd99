"""Who may do what: every route, every role, own and other community, every state of its object.

`docs/access.md` is written from these lines, and every cell of them is asked of the running
application. A route that stands nowhere here fails the tests.
"""

from __future__ import annotations

from tests.access import (
    table_account,
    table_channels,
    table_doors,
    table_entry,
    table_floor,
    table_follow_up,
    table_meetings,
    table_needs,
    table_notice,
    table_officers,
    table_official,
    table_papers,
    table_people,
    table_printouts,
    table_proposals,
    table_record,
    table_register,
    table_tellers,
    table_votes,
    table_wishes,
)

SECTIONS = {
    "The community in public": table_meetings.PUBLIC + table_notice.PUBLIC,
    "Coming in": table_entry.COMING_IN,
    "One's own account": table_account.ACCOUNT,
    "One's own data": table_account.DATA,
    "Meetings": table_meetings.MEETINGS,
    "The door, breaks and the hall screen": table_doors.DOORS,
    "Motions and recusals": table_doors.MOTIONS,
    "The floor": table_floor.FLOOR,
    "Before a meeting": table_notice.NOTICE,
    "Votes": table_meetings.VOTES,
    "For others: proxies, assistance, codes on paper": table_channels.CHANNELS,
    "Papers and hands": table_papers.PAPERS,
    "Sheets to print": table_printouts.PRINTOUTS,
    "Votes over days": table_votes.LONG_VOTES,
    "Votes with tellers": table_tellers.TELLERS,
    "After the meeting": table_follow_up.AFTER,
    "Proposals": table_proposals.PROPOSALS,
    "Proposals, the officers' side": table_proposals.OFFICE,
    "Needs": table_needs.NEEDS,
    "Needs, the desk": table_needs.DESK,
    "Wishes": table_wishes.WISHES,
    "Wishes, the desk": table_wishes.DESK,
    "Minutes": table_meetings.MINUTES,
    "The record": table_record.RECORD,
    "Official notices": table_official.NOTICES,
    "Official notices, the officers' side": table_official.DESK,
    "Committee and organisations": table_officers.COMMITTEE,
    "Offices": table_officers.OFFICES,
    "Two persons": table_officers.CONFIRMATIONS,
    "The register": table_register.REGISTER,
    "Import of the roll": table_register.IMPORT,
    "Registers taken along": table_register.EXPORTS,
    "A person's page": table_people.PERSON,
    "Verification": table_people.VERIFICATION,
    "Privacy": table_people.PRIVACY,
    "Terminals of the office": table_officers.TERMINALS,
}
TABLE = tuple(line for lines in SECTIONS.values() for line in lines)
