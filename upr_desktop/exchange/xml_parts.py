"""Parse the small XML parts of a package without trusting them."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from upr_desktop.exchange.refusals import FORBIDDEN_XML, Damaged, Refusal


def parsed(xml: bytes) -> Element:
    """Return the root of a small XML part. Raises Damaged if it is no XML or declares a document type."""
    try:
        root = fromstring(xml, forbid_dtd=True)
    except ParseError as error:
        raise Damaged() from error
    except DefusedXmlException as error:
        raise Refusal(FORBIDDEN_XML) from error
    assert isinstance(root, Element)
    return root


def local(name: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return name.rpartition("}")[2]


def attributes_of(element: Element) -> dict[str, str]:
    """Return the attributes without namespaces."""
    return {local(name): value for name, value in element.attrib.items()}
