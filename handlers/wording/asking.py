"""What is said to who asks: boards, menus, and what was understood."""

ASKED = {
    "confirm": "{says}. Is that right?",
    "case_menu": "what would you like to do?",
    "meeting_asked": "{noun} booked",
    "team_board": (
        "{team}: {unallocated} without a worker, {unattended} meetings with nobody named, "
        "{overdue} overdue, {countersign} to countersign"
    ),
    "week_picture": "the past week in {team}, as a picture",
    "staff_menu": "teams: {teams}",
    "supervision_list": "{subject}: {count} visit records to countersign",
    "away": "when you are away",
    "wishes": "how I write to you",
    "concern_asked": "a concern",
    "person_asked": "{person}, {role}",
    "undone": "your last answer: {says}",
}
