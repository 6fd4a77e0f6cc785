"""All states of the counter. They are defined in `states`, by what is being done."""

from device.counter.savefault import SaveFault
from device.counter.states.asking import CallPerson, Choice, Form, Menu, Search
from device.counter.states.goods import (
    FindSale,
    Gathering,
    RecallShown,
    Registers,
    Returning,
    StockList,
    WhatLeaves,
)
from device.counter.states.people import Done, ShiftClosing, ShiftOpening, SignedOut
from device.counter.states.selling import (
    Blocked,
    Notice,
    Paid,
    PaperHelp,
    Quantity,
    Ready,
    SaveFailed,
    Saving,
    Selling,
    Transfer,
)
from device.counter.states.terminal import AfterPowerCut, Ending, LetterShown, Service, Tuning

State = (
    Ready
    | Selling
    | Blocked
    | Quantity
    | Transfer
    | Saving
    | SaveFailed
    | Paid
    | PaperHelp
    | Form
    | Choice
    | Search
    | CallPerson
    | Menu
    | SignedOut
    | ShiftOpening
    | ShiftClosing
    | Done
    | Gathering
    | StockList
    | RecallShown
    | FindSale
    | Returning
    | Registers
    | WhatLeaves
    | Service
    | Tuning
    | AfterPowerCut
    | LetterShown
    | Ending
)

__all__ = [
    "AfterPowerCut",
    "Blocked",
    "CallPerson",
    "Choice",
    "Done",
    "Ending",
    "FindSale",
    "Form",
    "Gathering",
    "LetterShown",
    "Menu",
    "Notice",
    "Paid",
    "PaperHelp",
    "Quantity",
    "Ready",
    "RecallShown",
    "Registers",
    "Returning",
    "SaveFailed",
    "SaveFault",
    "Saving",
    "Search",
    "Selling",
    "Service",
    "ShiftClosing",
    "ShiftOpening",
    "SignedOut",
    "State",
    "StockList",
    "Transfer",
    "Tuning",
    "WhatLeaves",
]
