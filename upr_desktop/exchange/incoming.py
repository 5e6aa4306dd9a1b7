"""Moved to upr_desktop.incoming: merge compares these types too."""

from upr_desktop.incoming import (
    IncomingList as IncomingList,
)
from upr_desktop.incoming import (
    IncomingPart as IncomingPart,
)
from upr_desktop.incoming import (
    IncomingRecommendation as IncomingRecommendation,
)
from upr_desktop.incoming import (
    IncomingReview as IncomingReview,
)
from upr_desktop.incoming import (
    IncomingState as IncomingState,
)
from upr_desktop.incoming import (
    IncomingTerm as IncomingTerm,
)
from upr_desktop.incoming import (
    LeftAlone as LeftAlone,
)
from upr_desktop.incoming import (
    Place as Place,
)
from upr_desktop.incoming import (
    Reading as Reading,
)
