"""Tell a column headed `№` that holds recommendation numbers from one that counts the measures."""

from dataclasses import replace

from upr_desktop.exchange.numbers import whole_number
from upr_desktop.exchange.plan_header import PlanHeader
from upr_desktop.exchange.sheets import Sheet

# Paragraphs of reports that list recommendations are numbered from about here; measures as 1.1 and 12.3.
LOWEST_PARAGRAPH = 50


def with_reference_numbers(sheet: Sheet, header: PlanHeader) -> PlanHeader:
    """Return the header with a column headed `№` taken for recommendation numbers where it holds them (`140.10`)."""
    columns = header.columns("row_no")
    if header.columns("rec_no") or not columns:
        return header
    told = {column for column in columns if _holds_references(sheet, header, column)}
    titles = {
        column: replace(title, field="rec_no") if column in told else title
        for column, title in header.titles.items()
    }
    return replace(header, titles=titles)


def _holds_references(sheet: Sheet, header: PlanHeader, column: int) -> bool:
    texts = [row.cell(column).raw.strip() for row in sheet.rows if row.number > header.bottom]
    filled = [text for text in texts if text]
    numbers = [number for text in filled if (number := whole_number(text))]
    high = [number for number in numbers if int(number.split(".")[0]) >= LOWEST_PARAGRAPH]
    return len(high) * 2 > len(filled)
