"""What scripts see: the keys of a session in JSON and CSV, wherever one is listed or exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eventkit.domain.events import Session


def session_json(session: Session) -> dict[str, Any]:
    """A session as scripts see it; the keys are a promise."""
    return {
        "id": session.id,
        "uid": session.uid,
        "title": session.title,
        "starts": session.starts.isoformat() if session.starts else None,
        "ends": session.ends.isoformat() if session.ends else None,
        "timezone": session.timezone,
        "all_day": session.all_day,
        "room": session.room,
        "track": session.track,
        "kind": session.kind,
        "status": session.status,
        "url": session.url,
        "speakers": list(session.speakers),
        "remark": session.remark,
        "language": session.language,
        "links": [{"title": title, "url": address} for title, address in session.links],
        "interest": session.interest,
        "attended": session.attended,
    }
