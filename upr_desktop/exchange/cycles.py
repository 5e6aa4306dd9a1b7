"""Tell the review cycle from the session of the Working Group."""

# First session of cycles 1 to 5: the Council's calendar gives 12 sessions to the first cycle, then 14 to each.
FIRST_SESSIONS = (1, 13, 27, 41, 55)


def cycle_of_session(session: int) -> int | None:
    """Return the cycle (1 to 4) that a session (1 to 54) belongs to; None outside these."""
    if not FIRST_SESSIONS[0] <= session < FIRST_SESSIONS[-1]:
        return None
    return sum(session >= first for first in FIRST_SESSIONS)
