"""The programs whose focus and tabs are looked for: those that the rules were built on, and those that only measure.

Which is which was written down before any rule was written; of those that measure no picture was looked at until the
rules were done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PYTHON = "/usr/bin/python3"
QT = ("{python}", "{here}/qt_form.py")


@dataclass(frozen=True, slots=True)
class Program:
    """A window, and the keys that move the focus in it. A picture is taken after each key."""

    name: str
    split: str
    """"build", "measure" or "fresh"."""
    command: tuple[str, ...] = ()
    title: str = ""
    opened: tuple[str, ...] = ()
    """Keys that open the dialog; then the window is `then`."""
    then: str = ""
    keys: tuple[str, ...] = ("Tab",) * 7
    theme: str = "light"
    scale: float = 1.0
    page: str = ""
    """Of a program that is a page in Chromium instead: its file among the pages of the screens."""
    css: str = ""
    """Of a page: what its style sheet says of the focus; "" leaves it to the browser."""


TABS_AND_PAGES: tuple[str, ...] = ("Tab", "Tab", "Tab", "ctrl+Page_Down", "Tab", "Tab", "ctrl+Page_Down", "Tab", "Tab")
FORM = ("--form", "--field=Name", "--field=Nights:NUM", "--field=Breakfast:CHK", "--field=Late arrival:CHK",
        "--field=Room:CB", "--field=Map:BTN")  # fmt: skip
MEMBER = ("--forms", "--add-entry", "First name", "--add-entry", "Last name", "--add-combo", "Boat", "--combo-values",
          "Single|Double")  # fmt: skip

BUILD: tuple[Program, ...] = (
    Program("zenity-member", "build", ("zenity", *MEMBER, "--title", "Member"), "Member"),
    Program("zenity-question-dark", "build", ("zenity", "--question", "--title", "Sure", "--text", "Delete?"), "Sure",
            keys=("Tab",) * 3, theme="dark"),
    Program("yad-booking", "build", ("yad", *FORM, "--title", "Booking", "Ada", "3", "TRUE", "FALSE", "A!B"), "Booking",
            keys=("Tab",) * 8),
    Program("qt-fusion", "build", (*QT, "--style", "Fusion"), "Orders", keys=("Tab",) * 12),
    Program("qt-fusion-dark", "build", (*QT, "--style", "Fusion", "--dark"), "Orders", keys=("Tab",) * 12),
    Program("pluma-preferences", "build", ("pluma",), "pluma", ("alt+e", "Up", "Return"), "Preferences",
            TABS_AND_PAGES),
    Program("mousepad-preferences", "build", ("mousepad",), "Untitled", ("alt+e", "Up", "Return"), "Preferences",
            TABS_AND_PAGES),
    Program("page-checkout", "build", page="checkout.html", keys=("Tab",) * 9),
    Program("page-settings-dark", "build", page="settings.html", theme="dark", keys=("Tab",) * 7),
    Program("page-login-ring", "build", page="login.html", css="outline:2px solid #0969da;outline-offset:2px"),
)  # fmt: skip

MEASURE: tuple[Program, ...] = (
    Program("widget-factory", "measure", ("gtk3-widget-factory",), "GTK", keys=("Tab",) * 14),
    Program("widget-factory-dark", "measure", ("gtk3-widget-factory",), "GTK", keys=("Tab",) * 14, theme="dark"),
    Program("xfce-appearance", "measure", ("xfce4-appearance-settings",), "Appearance", keys=TABS_AND_PAGES),
    Program("xfce-keyboard-150", "measure", ("xfce4-keyboard-settings",), "Keyboard", keys=TABS_AND_PAGES, scale=1.5),
    Program("xfce-mouse-dark", "measure", ("xfce4-mouse-settings",), "Mouse", keys=TABS_AND_PAGES, theme="dark"),
    Program("xfce-accessibility", "measure", ("xfce4-accessibility-settings",), "Accessibility", keys=TABS_AND_PAGES),
    Program("thunar-preferences", "measure", ("thunar",), "", ("alt+e", "Up", "Return"), "Preferences",
            TABS_AND_PAGES),
    Program("pcmanfm-preferences", "measure", ("pcmanfm", "--show-pref=1"), "Preferences", keys=TABS_AND_PAGES),
    Program("geany-preferences", "measure", ("geany",), "Geany", ("ctrl+alt+p",), "Preferences", TABS_AND_PAGES),
    Program("gnumeric-format", "measure", ("gnumeric",), "Gnumeric", ("ctrl+1",), "Format", TABS_AND_PAGES),
    Program("abiword-find", "measure", ("abiword",), "AbiWord", ("ctrl+f",), "Find|AbiWord", ("Tab",) * 7),
    Program("mate-calc", "measure", ("mate-calc",), "Calculator", keys=("Tab",) * 9),
    Program("galculator-dark", "measure", ("galculator",), "galculator", keys=("Tab",) * 6, theme="dark"),
    Program("claws-wizard", "measure", ("claws-mail",), "Claws", ("alt+n",), "Claws", ("Tab",) * 7),
    Program("keepassxc", "measure", ("keepassxc",), "KeePassXC", keys=("Tab",) * 6),
    Program("keepassxc-wizard", "measure", ("keepassxc",), "KeePassXC", ("ctrl+shift+n",), "database|KeePassXC",
            ("Tab",) * 7),
    Program("featherpad-preferences", "measure", ("featherpad",), "FeatherPad|Untitled", ("ctrl+shift+p",),
            "Preferences", TABS_AND_PAGES),
    Program("focuswriter-find", "measure", ("focuswriter",), "FocusWriter", ("ctrl+f",), "Find|FocusWriter",
            ("Tab",) * 7),
    Program("zenity-list", "measure", ("zenity", "--list", "--title", "Pick", "--column", "Boat", "--column", "Crew",
            "Single", "1", "Double", "2", "Eight", "9"), "Pick", keys=("Tab",) * 4),
    Program("zenity-scale-dark", "measure", ("zenity", "--scale", "--title", "Volume", "--text", "Volume"), "Volume",
            keys=("Tab",) * 4, theme="dark"),
    Program("qt-windows", "measure", (*QT, "--style", "Windows"), "Orders", keys=("Tab",) * 12),
    Program("qt-fusion-wizard", "measure", ("{python}", "{here}/qt_wizard.py", "--style", "Fusion"), "Wizard",
            keys=("Tab",) * 10),
    Program("qt-windows-wizard-150", "measure", ("{python}", "{here}/qt_wizard.py", "--style", "Windows"), "Wizard",
            keys=("Tab",) * 10, scale=1.5),
    Program("page-delete", "measure", page="delete.html", keys=("Tab",) * 6),
    Program("page-inbox-primer", "measure", page="inbox.html", css="outline:2px solid #0969da;outline-offset:-2px"),
    Program("page-shop-bootstrap", "measure", page="shop.html",
            css="outline:0;border-color:#86b7fe;box-shadow:0 0 0 .25rem rgba(13,110,253,.25)"),
    Program("page-checkout-govuk", "measure", page="checkout.html", keys=("Tab",) * 9,
            css="outline:3px solid #fd0;outline-offset:0;box-shadow:inset 0 0 0 2px"),
    Program("page-settings-dotted", "measure", page="settings.html", css="outline:1px dotted currentColor"),
    Program("page-chat-150", "measure", page="chat.html", scale=1.5),
)  # fmt: skip


FRESH: tuple[Program, ...] = (
    Program("gtk3-demo", "fresh", ("gtk3-demo",), "Demo|GTK", keys=("Tab",) * 5),
    Program("xfce-window-manager", "fresh", ("xfwm4-settings",), "Window Manager", keys=TABS_AND_PAGES),
    Program("xfce-settings", "fresh", ("xfce4-settings-manager",), "Settings", keys=("Tab",) * 6),
    Program("xfce-mime", "fresh", ("xfce4-mime-settings",), "MIME|Default", keys=TABS_AND_PAGES),
    Program("pluma-find-dark", "fresh", ("pluma",), "pluma", ("ctrl+h",), "Replace", ("Tab",) * 8, "dark"),
    Program("mousepad-find", "fresh", ("mousepad",), "Untitled", ("ctrl+h",), "Find", ("Tab",) * 8),
    Program("geany-find", "fresh", ("geany",), "Geany", ("ctrl+f",), "Find", ("Tab",) * 7),
    Program("gnumeric-page", "fresh", ("gnumeric",), "Gnumeric", ("ctrl+p",), "Print", TABS_AND_PAGES),
    Program("zenity-calendar", "fresh", ("zenity", "--calendar", "--title", "Day"), "Day", keys=("Tab",) * 5),
    Program("yad-notebook-150", "fresh", ("yad", "--form", "--title", "Trip", "--field=From", "--field=To",
            "--field=Bikes:CHK", "--field=Note:TXT"), "Trip", keys=("Tab",) * 6, scale=1.5),
    Program("featherpad-find", "fresh", ("featherpad",), "FeatherPad|Untitled", ("ctrl+f",), "", ("Tab",) * 5),
    Program("qt-fusion-dark-wizard", "fresh", ("{python}", "{here}/qt_wizard.py", "--style", "Fusion"), "Wizard",
            keys=("Tab",) * 10, scale=1.25),
    Program("page-review", "fresh", page="review.html"),
    Program("page-calendar-125", "fresh", page="calendar.html", scale=1.25),
    Program("page-dashboard-ring", "fresh", page="dashboard.html", css="outline:3px solid #7c3aed;outline-offset:1px"),
    Program("page-inbox-dark-ring", "fresh", page="inbox.html", theme="dark"),
)  # fmt: skip
"""Recorded after the rules were done, and looked at by nobody before they were measured."""


def programs(split: str, only: Sequence[str] = ()) -> tuple[Program, ...]:
    return tuple(one for one in (*BUILD, *MEASURE, *FRESH) if one.split == split and (not only or one.name in only))
