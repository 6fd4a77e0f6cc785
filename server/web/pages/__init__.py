"""The pages of the province, in the order of the list at the side."""

from server.web.page import Page
from server.web.pages.accounts import PAGE as ACCOUNTS
from server.web.pages.antibiotics import PAGE as ANTIBIOTICS
from server.web.pages.audit import PAGE as AUDIT
from server.web.pages.batch import PAGE as BATCH
from server.web.pages.batches import PAGE as BATCHES
from server.web.pages.cashless import PAGE as CASHLESS
from server.web.pages.controlled import PAGE as CONTROLLED
from server.web.pages.controlled_book import PAGE as CONTROLLED_BOOK
from server.web.pages.controlled_half import PAGE as CONTROLLED_HALF
from server.web.pages.double import PAGE as DOUBLE
from server.web.pages.doubles import PAGE as DOUBLES
from server.web.pages.drug_price import PAGE as DRUG_PRICE
from server.web.pages.expiring import PAGE as EXPIRING
from server.web.pages.fleet import PAGE as FLEET
from server.web.pages.fleet_alarm import PAGE as FLEET_ALARM
from server.web.pages.fleet_rings import PAGE as FLEET_RINGS
from server.web.pages.late import PAGE as LATE
from server.web.pages.machine import PAGE as MACHINE
from server.web.pages.machine_order import PAGE as MACHINE_ORDER
from server.web.pages.one_ingredient import PAGE as ONE_INGREDIENT
from server.web.pages.one_outlet import PAGE as ONE_OUTLET
from server.web.pages.outlet_overrides import PAGE as OUTLET_OVERRIDES
from server.web.pages.outlets import PAGE as OUTLETS
from server.web.pages.overrides import PAGE as OVERRIDES
from server.web.pages.overview import PAGE as OVERVIEW
from server.web.pages.own import PAGE as OWN
from server.web.pages.prescriptions import PAGE as PRESCRIPTIONS
from server.web.pages.prices import PAGE as PRICES
from server.web.pages.reference import PAGE as REFERENCE
from server.web.pages.reference_areas import PAGE as REFERENCE_AREAS
from server.web.pages.reference_lists import OUTLETS_PAGE as REFERENCE_OUTLETS
from server.web.pages.reference_lists import STAFF_PAGE as REFERENCE_STAFF
from server.web.pages.reference_notes import PAGE as REFERENCE_NOTES
from server.web.pages.reference_recalls import PAGE as REFERENCE_RECALLS
from server.web.pages.untold import PAGE as UNTOLD

PAGES: tuple[Page, ...] = (
    OVERVIEW,
    OUTLETS,
    ONE_OUTLET,
    OUTLET_OVERRIDES,
    ANTIBIOTICS,
    ONE_INGREDIENT,
    PRESCRIPTIONS,
    OVERRIDES,
    DOUBLES,
    DOUBLE,
    UNTOLD,
    PRICES,
    DRUG_PRICE,
    EXPIRING,
    CONTROLLED,
    CONTROLLED_HALF,
    CONTROLLED_BOOK,
    CASHLESS,
    BATCHES,
    BATCH,
    FLEET,
    FLEET_RINGS,
    FLEET_ALARM,
    MACHINE,
    MACHINE_ORDER,
    REFERENCE,
    REFERENCE_OUTLETS,
    REFERENCE_STAFF,
    REFERENCE_AREAS,
    REFERENCE_RECALLS,
    REFERENCE_NOTES,
    LATE,
    AUDIT,
    ACCOUNTS,
    OWN,
)
