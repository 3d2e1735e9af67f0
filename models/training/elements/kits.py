"""CSS frameworks as sources of looks: how each marks up its controls. The style sheets come from npm packages, which
are fetched by hand (`packages.txt` names them with versions and checksums) and are no part of the repository."""

# ruff: noqa: E501 - markup and tables read better unwrapped; the dice are no secret

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kit:
    """Classes and markup of one framework; gaps of the templates: {a} attributes, {t} text, {v} percent."""

    name: str
    sheets: tuple[str, ...] = ()
    """Paths below node_modules."""
    split: str = "train"
    """"train", "tune" (thresholds) or "test" (never looked at while building)."""
    dark: str = ""
    """Attribute of <html> that makes it dark; "" if it has no dark look."""
    button: tuple[str, ...] = ("",)
    text: str = ""
    select: str = ""
    select_in: str = "{s}"
    check: str = ""
    check_in: str = "<label>{c} {t}</label>"
    switch: str = ""
    """Whole markup with {a} and {t}; "" if it has none."""
    range_: str = ""
    progress: str = '<progress {a} max="100" value="{v}"></progress>'
    tabs: tuple[str, str, str, str] = ("", "", "", "")
    """Around all, one tab, the class of an active one, and of others."""
    badge: str = ""
    listing: tuple[str, str, str] = ("", "", "")
    invalid: str = ""
    extra: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)


LABELLED = '<span class="pair">{c}<label for="{i}">{t}</label></span>'

KITS = (
    Kit("plain"),
    Kit(
        "bootstrap", ("bootstrap/dist/css/bootstrap.min.css",), dark='data-bs-theme="dark"',
        button=tuple(f"btn btn-{k}" for k in ("primary", "secondary", "success", "danger", "light", "dark",
                                              "outline-primary", "outline-secondary", "link", "warning")),
        text="form-control", select="form-select", check="form-check-input",
        check_in='<div class="form-check">{c}<label class="form-check-label">{t}</label></div>',
        switch='<div class="form-check form-switch"><input class="form-check-input" type="checkbox" {a}> {t}</div>',
        range_="form-range",
        progress='<div class="progress" {a}><div class="progress-bar" style="width:{v}%"></div></div>',
        tabs=('<ul class="nav nav-tabs">{x}</ul>', '<li class="nav-item"><a class="nav-link {k}" {a}>{t}</a></li>',
              "active", ""),
        badge="badge rounded-pill text-bg-danger",
        listing=('<ul class="list-group">{x}</ul>', '<li class="list-group-item {k}" {a}>{t}</li>', "active"),
        invalid="is-invalid",
    ),
    Kit(
        "bulma", ("bulma/css/bulma.min.css",), dark='data-theme="dark"',
        button=tuple(f"button {k}" for k in ("is-primary", "is-link", "is-light", "is-danger", "", "is-outlined is-info")),
        text="input", select_in='<div class="select">{s}</div>',
        progress='<progress class="progress is-info" {a} max="100" value="{v}"></progress>',
        tabs=('<div class="tabs"><ul>{x}</ul></div>', '<li class="{k}"><a {a}>{t}</a></li>', "is-active", ""),
        badge="tag is-danger is-rounded", invalid="is-danger",
        listing=('<div class="menu"><ul class="menu-list">{x}</ul></div>', '<li><a class="{k}" {a}>{t}</a></li>',
                 "is-active"),
    ),
    Kit(
        "uikit", ("uikit/dist/css/uikit.min.css",),
        button=tuple(f"uk-button uk-button-{k}" for k in ("default", "primary", "secondary", "danger", "text")),
        text="uk-input", select="uk-select", check="uk-checkbox", range_="uk-range",
        progress='<progress class="uk-progress" {a} max="100" value="{v}"></progress>',
        tabs=('<ul class="uk-tab">{x}</ul>', '<li class="{k}"><a {a}>{t}</a></li>', "uk-active", ""),
        badge="uk-badge", invalid="uk-form-danger", classes={"radio": "uk-radio"},
    ),
    Kit("milligram", ("milligram/dist/milligram.min.css",), button=("button", "button button-outline", "button button-clear")),
    Kit("chota", ("chota/dist/chota.min.css",), button=("button", "button primary", "button outline", "button error", "button dark"),
        tabs=('<nav class="tabs">{x}</nav>', '<a class="{k}" {a}>{t}</a>', "active", ""), badge="tag is-small"),
    Kit("sakura", ("sakura.css/css/sakura.css",)),
    Kit("sakura-dark", ("sakura.css/css/sakura-dark.css",)),
    Kit("mini", ("mini.css/dist/mini-default.min.css",), button=("", "primary", "secondary", "tertiary", "inverse", "small")),
    Kit("mini-dark", ("mini.css/dist/mini-dark.min.css",), button=("", "primary", "secondary", "tertiary")),
    Kit("foundation", ("foundation-sites/dist/css/foundation.min.css",),
        button=("button", "button secondary", "button alert", "button hollow", "button success", "button clear"),
        progress='<div class="progress" {a}><div class="progress-meter" style="width:{v}%"></div></div>',
        tabs=('<ul class="tabs">{x}</ul>', '<li class="tabs-title {k}"><a {a} {s}>{t}</a></li>', "is-active", ""),
        badge="badge alert", invalid="is-invalid-input"),
    Kit("primer", ("@primer/css/dist/primer.css",), dark='data-color-mode="dark" data-dark-theme="dark"',
        button=("btn", "btn btn-primary", "btn btn-danger", "btn btn-outline", "btn-invisible btn"),
        text="form-control", select="form-select",
        progress='<span class="Progress" {a}><span class="Progress-item color-bg-success-emphasis" style="width:{v}%"></span></span>',
        tabs=('<nav class="UnderlineNav"><div class="UnderlineNav-body">{x}</div></nav>',
              '<a class="UnderlineNav-item {k}" {a}>{t}</a>', "selected", ""), badge="Counter",
        listing=('<nav class="SideNav border">{x}</nav>', '<a class="SideNav-item {k}" {a}>{t}</a>', "selected")),
    Kit("7", ("7.css/dist/7.css",), check_in=LABELLED,
        progress='<div role="progressbar" class="bar" {a}><div style="width:{v}%"></div></div>',
        tabs=('<section class="tabs"><menu role="tablist">{x}</menu></section>', '<button role="tab" {a} {s}>{t}</button>', "", ""),
        listing=('<ul role="listbox">{x}</ul>', '<li role="option" {a} {s}>{t}</li>', "")),
    Kit("xp", ("xp.css/dist/XP.css",), check_in=LABELLED,
        tabs=('<section class="tabs"><menu role="tablist">{x}</menu></section>', '<button role="tab" {a} {s}>{t}</button>', "", "")),
    Kit("spectre", ("spectre.css/dist/spectre.min.css",), "tune",
        button=("btn", "btn btn-primary", "btn btn-link", "btn btn-success", "btn btn-error"), text="form-input",
        select="form-select", check_in='<label class="form-{k}">{b}<i class="form-icon" {m}></i> {t}</label>',
        switch='<label class="form-switch"><input type="checkbox" {b}><i class="form-icon" {m}></i> {t}</label>',
        range_="slider", progress='<div class="bar" {a}><div class="bar-item" style="width:{v}%"></div></div>',
        tabs=('<ul class="tab">{x}</ul>', '<li class="tab-item {k}"><a {a}>{t}</a></li>', "active", ""),
        badge="label label-rounded label-error", invalid="is-error"),
    Kit("semantic", ("semantic-ui-css/semantic.min.css",), "tune",
        button=("ui button", "ui primary button", "ui basic button", "ui red button", "ui secondary button"),
        text="", select="ui dropdown", check_in='<div class="ui {k} checkbox">{c}<label>{t}</label></div>',
        progress='<div class="ui progress" {a}><div class="bar" style="width:{v}%;min-width:0"></div></div>',
        tabs=('<div class="ui tabular menu">{x}</div>', '<a class="item {k}" {a}>{t}</a>', "active", ""),
        badge="ui red circular label"),
    Kit("pico", ("@picocss/pico/css/pico.min.css",), "test", dark='data-theme="dark"', button=("", "secondary", "contrast", "outline"),
        switch='<label><input type="checkbox" role="switch" {a}> {t}</label>'),
    Kit("water", ("water.css/out/light.min.css",), "test"),
    Kit("water-dark", ("water.css/out/dark.min.css",), "test"),
    Kit("98", ("98.css/dist/98.css",), "test", check_in=LABELLED,
        progress='<div class="progress-indicator segmented" {a}><span class="progress-indicator-bar" style="width:{v}%"></span></div>',
        tabs=('<menu role="tablist">{x}</menu>', '<li role="tab" {a} {s}><a>{t}</a></li>', "", "")),
)  # fmt: skip
"""Classless sheets need no more than their names."""
