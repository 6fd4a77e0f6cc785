"""Views of what asks for something: forms, choices, search, a person, menus."""

from dataclasses import replace
from datetime import date

from device.counter.asking.forms import form_for, pack_form, paper_form
from device.counter.drug import Control, Found, Offer, Ware
from device.counter.prescription import Origin, Prescription
from device.counter.savefault import SaveFault
from device.counter.shop import Person, Role
from device.counter.state import CallPerson, Choice, Form, Menu, Ready, Search, Selling, State
from device.counter.states.asking import Item, Question, Topic
from device.ui.showcase.base import AMOXICILLIN, THREE, with_state
from device.ui.view import View

_BEHIND: State = Selling(sale=THREE)


def views() -> dict[str, View]:
    """Return them by the names of their pictures."""
    states = {**_forms(), **_controlled(), **_choices(), **_searches(), **_calls(), **_menus()}
    views = {f"asking-{name}": with_state(state) for name, state in states.items()}
    training = Menu(items=(Item.TRAINING, Item.TUNING), behind=Ready(), name="more")
    views["asking-menu-training"] = replace(with_state(training), is_training=True)
    return views


def _forms() -> dict[str, State]:
    paper = form_for(
        Topic.PAPER_PRESCRIPTION,
        behind=_BEHIND,
        about="Amoxicillin 500 mg",
        known={"facility": "Bệnh viện Mẫu", "prescriber": "BS. Trần Văn Mẫu", "issued": "2011"},
    )
    pack = form_for(Topic.PACK, behind=Ready(), known={"batch": "0423A", "expiry": "31132027"})
    directions = form_for(
        Topic.DIRECTIONS,
        behind=_BEHIND,
        about="Paracetamol 500 mg",
        known={"morning": "1", "evening": "1"},
    )
    return {
        "paper": replace(paper, at=0),
        "paper-date": replace(paper, at=2),
        "paper-number": replace(paper, at=3, symbols=True),
        "buyer": form_for(Topic.BUYER, behind=_BEHIND, known={"name": "Nguyễn Văn Mẫu"}),
        "pack": pack,
        "pack-wrong-date": _wrong(replace(pack, at=1)),
        "delivery": form_for(Topic.DELIVERY, behind=Ready(), known={"supplier": "Công ty Mẫu"}),
        "gone": form_for(Topic.GONE, behind=Ready()),
        "directions": replace(directions, at=1),
        "directions-words": replace(directions, at=4),
        "price": form_for(
            Topic.PRICE, behind=Ready(), about="Paracetamol 500 mg", known={"price": "8000"}
        ),
    }


def _controlled() -> dict[str, State]:
    """Forms of what the law watches: the batch of a pack, a type of prescription, who returns."""
    return {
        "paper-code": _paper_code(),
        "paper-code-wrong": _wrong(_paper_code("77/2026")),
        "returner": form_for(Topic.RETURNER, behind=Ready(), known={"passport": "001090000001"}),
        "batch": _batch(),
    }


def _paper_code(text: str = "") -> Form:
    """A paper prescription for a narcotic: its code is what is wanted still."""
    drug = replace(AMOXICILLIN.drug, name="Morphin 30 mg", control=Control.NARCOTIC)
    known = Prescription(
        origin=Origin.PAPER,
        facility="Bệnh viện Mẫu",
        prescriber="BS. Trần Văn Mẫu",
        issued=date(2026, 11, 20),
    )
    form = paper_form(drug, behind=_BEHIND, known=known)
    *others, number = form.fields
    return replace(form, fields=(*others, replace(number, text=text)))


def _batch() -> State:
    """The box of a medical device, of which neither code nor book told the batch."""
    drug = replace(AMOXICILLIN.drug, name="Nhiệt kế điện tử", ware=Ware.DEVICE)
    return replace(pack_form(Topic.BATCH, drug, behind=_BEHIND, known={"batch": "L2604"}), at=1)


def _wrong(form: Form) -> Form:
    fields = tuple(
        replace(field, is_wrong=number == form.at) for number, field in enumerate(form.fields)
    )
    return replace(form, fields=fields)


def _choices() -> dict[str, State]:
    options = {
        Question.OVERRIDE_REASON: ("paper", "emergency"),
        Question.SUBSTITUTION_REASON: ("out-of-stock", "buyer-asks", "cheaper"),
        Question.RETURN_REASON: ("wrong-drug", "not-needed", "reaction", "recalled"),
        Question.VOID_REASON: ("wrong-entry", "buyer-left", "mistake"),
        Question.GONE_REASON: ("expired", "damaged", "recalled", "lost", "other"),
        Question.NO_SALE_REASON: ("change-money", "count", "other"),
    }
    about = "Amoxicillin 500 mg, 2 vỉ"
    choices: dict[str, State] = {
        f"choice-{question.name.lower().replace('_', '-')}": Choice(
            question=question,
            options=names,
            behind=_BEHIND,
            about=about if question.name.endswith("N_REASON") else "",
        )
        for question, names in options.items()
    }
    reason = Choice(
        question=Question.VOID_REASON, options=options[Question.VOID_REASON], behind=_BEHIND
    )
    choices["choice-writing"] = replace(reason, chosen="mistake")
    choices["choice-fault"] = replace(reason, fault=SaveFault.DISK_FULL)
    return choices


def _found(name: str, form: str, *, prescription_only: bool = True) -> Offer:
    drug = replace(AMOXICILLIN.drug, name=name, form=form, prescription_only=prescription_only)
    return replace(AMOXICILLIN.offer, drug=drug)


def _searches() -> dict[str, State]:
    found = Found(
        offers=(
            _found("Amoxicillin 500 mg", "viên nang"),
            _found("Amoxicillin 250 mg", "gói bột"),
            _found("Amoxicillin 875 mg + clavulanat", "viên"),
            _found("Amoxicillin 500 mg + clavulanat", "viên"),
        ),
        on_hand=(240, 30, 0, 14),
        total=63,
    )
    search = Search(text="amoxi", found=found, behind=_BEHIND)
    return {
        "search": search,
        "search-few": replace(
            search, text="oresol", found=Found(found.offers[:1], (240,), 1), symbols=True
        ),
        "search-empty": Search(behind=_BEHIND),
        "search-nothing": Search(text="xyzt", behind=_BEHIND),
        "search-link": Search(purpose="link", code="8936012345674", behind=_BEHIND),
        "search-price": Search(purpose="price", behind=Ready()),
    }


def _calls() -> dict[str, State]:
    pharmacist = frozenset({Role.PHARMACIST})
    call = CallPerson(roles=pharmacist, behind=_BEHIND, then=_BEHIND)
    people = (
        Person(badge="MAI", name="DS. Mai", roles=pharmacist, has_pin=True),
        Person(badge="HAI", name="DS. Hải", roles=pharmacist, has_pin=True),
    )
    by_name = replace(call, people=people)
    return {
        "call": call,
        "call-degree": replace(call, needs_degree=True),
        "call-owner": replace(call, roles=frozenset({Role.OWNER})),
        "call-wrong-badge": replace(call, unknown_badge=True),
        "call-other-code": replace(call, not_a_badge=True),
        "call-by-name": by_name,
        "call-pin": replace(by_name, chosen=people[0], pin="12"),
        "call-pin-wrong": replace(by_name, chosen=people[0], tries_left=3),
    }


def _menus() -> dict[str, State]:
    main = (Item.RETURN, Item.GOODS, Item.SHIFT_END, Item.SERVICE, Item.SENT, Item.MORE)
    more = (
        Item.TRAINING,
        Item.TUNING,
        Item.REGISTERS,
        Item.NO_SALE,
        Item.UNPARK,
        Item.SIGN_OUT,
    )
    stock = (
        Item.STOCK,
        Item.DELIVERY,
        Item.COUNT,
        Item.WRITE_OFF,
        Item.SUPPLIER_RETURN,
        Item.PRICES,
    )
    sale = (Item.SEARCH, Item.PARK, Item.LABELS, Item.UNPARK, Item.DROP)
    return {
        "menu": Menu(items=main, behind=Ready()),
        "menu-more": Menu(items=more, behind=Ready(), name="more"),
        "menu-stock": Menu(items=stock, behind=Ready(), name="stock"),
        "menu-sale": Menu(items=sale, behind=_BEHIND, name="sale"),
    }
