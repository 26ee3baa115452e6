"""What each button does: one function a verb, from a press to a form or to events."""

from collections.abc import Callable

from handlers.press import Press, Step
from handlers.verbs import attendance, duties, meetings, visits

VERBS: dict[str, Callable[[Press], Step]] = {
    "coming": attendance.coming,
    "not_coming": attendance.not_coming,
    "deputy": attendance.deputy,
    "invite": attendance.invite,
    "attend": attendance.attend,
    "send_someone": attendance.send_someone,
    "allocate": attendance.allocate,
    "visit_made": visits.made,
    "visit_planned": visits.planned,
    "written_up": visits.written_up,
    "countersigned": visits.countersigned,
    "address_updated": visits.address_updated,
    "held": meetings.held,
    "book": meetings.book,
    "acknowledge": duties.acknowledge,
    "snooze": duties.snooze,
    "filed": duties.filed,
    "reported": duties.reported,
    "reviewed": duties.reviewed,
    "handover_met": duties.handover_met,
    "handover_discussed": duties.handover_discussed,
    "concern_answered": duties.concern_answered,
    "concern_resolved": duties.concern_resolved,
    "not_satisfied": duties.not_satisfied,
    "triaged": duties.triaged,
    "trained": duties.trained,
    "read": duties.read,
    "supervised": duties.supervised,
    "practice_supervised": duties.practice_supervised,
    "conference_requested": duties.conference_requested,
    "assessed": duties.assessed,
    "plan_reviewed": duties.plan_reviewed,
    "plan_filed": duties.plan_filed,
    "strategy_held": duties.strategy_held,
}
