// What a page shows, by its DOM: every visible line of text with its box, blocks in document order, controls, tables.
// Evaluates to an object; boxes are [x, y, w, h] in CSS pixels of the viewport. A line is the text that stands at one
// height in one block container (table cells, flex items and columns are containers of their own), as CSS draws it.
(() => {
  const W = innerWidth, H = innerHeight;
  const INLINE = new Set(["inline", "contents", "ruby"]);
  const FIELD = new Set(["INPUT", "TEXTAREA", "SELECT"]);
  const round = r => [r.left, r.top, r.right - r.left, r.bottom - r.top].map(n => Math.round(n * 100) / 100);
  const rectOf = e => e.getBoundingClientRect();

  const clips = e => { const s = getComputedStyle(e); return s.overflowX !== "visible" || s.overflowY !== "visible"; };
  function port(e) {              // the part of the viewport that an element's contents may appear in
    let box = {left: 0, top: 0, right: W, bottom: H};
    for (let a = e; a && a !== document.documentElement && a !== document.body; a = a.parentElement)
      if (clips(a)) {
        const r = rectOf(a);
        box = {left: Math.max(box.left, r.left), top: Math.max(box.top, r.top),
               right: Math.min(box.right, r.right), bottom: Math.min(box.bottom, r.bottom)};
      }
    return box;
  }
  const shown = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true});
  const THIN = 0.75;              // a shade of which as much is opaque dims what lies under it, and that is still read
  function thin(e) {              // a shade alone: neither text nor a picture, and no blur
    const s = getComputedStyle(e), alpha = s.backgroundColor.match(/rgba\(.*, ([\d.]+)\)/);
    return alpha !== null && +alpha[1] <= THIN && s.backgroundImage === "none" && s.backdropFilter === "none" &&
           s.position === "fixed" && ![...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
  }
  function uncovered(e, x, y) {   // nothing else is drawn over the point
    const all = document.elementsFromPoint(Math.min(Math.max(x, 0), W - 1), Math.min(Math.max(y, 0), H - 1));
    const top = all.find(over => !thin(over)) || null;
    return top !== null && (top === e || e.contains(top) || top.contains(e) ||
                            getComputedStyle(e).pointerEvents === "none");
  }
  function container(e) {
    while (e && INLINE.has(getComputedStyle(e).display) && e.parentElement &&
           !["flex", "inline-flex", "grid", "inline-grid"].includes(getComputedStyle(e.parentElement).display) &&
           !(e instanceof SVGElement))
      e = e.parentElement;
    return e;
  }
  function transformed(text, e) {
    const how = getComputedStyle(e).textTransform;
    if (how === "uppercase") return text.toUpperCase();
    if (how === "lowercase") return text.toLowerCase();
    if (how === "capitalize") return text.replace(/(^|\s)(\S)/g, (m, a, b) => a + b.toUpperCase());
    return text;
  }

  const pieces = [];              // {text, rect, box: container element, element}
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode, e = node.parentElement;
    if (!node.data.trim() || !e || ["SCRIPT", "STYLE", "OPTION", "NOSCRIPT", "TITLE", "TEXTAREA"].includes(e.tagName))
      continue;
    if (e.closest("[data-truth=off]") || !shown(e)) continue;
    let run = null;
    const signs = Array.from(node.data);
    let at = 0;
    for (const sign of signs) {
      range.setStart(node, at); range.setEnd(node, at += sign.length);
      const rects = range.getClientRects();
      const r = rects[rects.length - 1];
      if (!r || r.width === 0) { if (run && /\s/.test(sign)) run.text += " "; continue; }
      if (run && Math.abs((r.top + r.bottom) / 2 - (run.rect.top + run.rect.bottom) / 2) < 0.4 * r.height &&
          r.left > run.rect.right - 0.6 * r.height - 4) {
        run.text += sign;
        run.rect.right = Math.max(run.rect.right, r.right);
      } else {
        run = {text: sign, rect: {left: r.left, top: r.top, right: r.right, bottom: r.bottom}, box: container(e), element: e, node};
        pieces.push(run);
      }
    }
  }
  for (const p of pieces) p.text = transformed(p.text, p.element);

  const canvas = document.createElement("canvas").getContext("2d");
  for (const e of document.querySelectorAll("input, textarea, select")) {
    if (!shown(e)) continue;
    const type = (e.type || "").toLowerCase();
    if (["checkbox", "radio", "range", "hidden", "color", "image"].includes(type)) continue;
    let text = e.tagName === "SELECT" ? (e.selectedOptions[0] || {}).text || "" : e.value;
    const placeholder = !text && e.placeholder;
    if (type === "password" && text) continue;      // dots
    text = text || e.placeholder || "";
    if (!text) continue;
    const s = getComputedStyle(e), r = rectOf(e), pad = n => parseFloat(s[n]) || 0;
    canvas.font = s.font;
    const left = r.left + pad("borderLeftWidth") + pad("paddingLeft");
    const button = ["submit", "button", "reset"].includes(type);
    const lines = e.tagName === "TEXTAREA" ? text.split("\n") : [text];
    const height = parseFloat(s.lineHeight) || 1.2 * parseFloat(s.fontSize);
    lines.forEach((line, i) => {
      if (!line.trim()) return;
      const width = Math.min(canvas.measureText(line).width, r.right - left);
      const x = button ? (r.left + r.right - width) / 2 : left;
      const top = e.tagName === "TEXTAREA" ? r.top + pad("borderTopWidth") + pad("paddingTop") + i * height
                                           : (r.top + r.bottom - height) / 2;
      pieces.push({text: line, rect: {left: x, top, right: x + width, bottom: top + height}, box: e, element: e,
                   node: e, cut: canvas.measureText(line).width > r.right - left + 1});
    });
  }
  const before = (a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) ? -1 : 1;
  pieces.forEach((p, i) => { p.place = i; });
  pieces.sort((a, b) => a.node === b.node ? a.place - b.place : before(a.node, b.node));

  const KINDS = {P: "paragraph", LI: "listitem", LABEL: "label", BUTTON: "button", INPUT: "field", TEXTAREA: "field",
                 SELECT: "field", PRE: "code", DT: "label", FIGCAPTION: "caption", CAPTION: "caption"};
  function kindOf(e) {
    const own = e.closest("h1,h2,h3,h4,h5,h6") ? "heading" : KINDS[e.tagName];
    if (own) return own;
    const near = e.closest("p,li,button,label,pre");
    return near ? KINDS[near.tagName] : "line";
  }
  const lines = [], blocks = [], ignore = [], blockOf = new Map();
  for (const p of pieces) {
    const text = p.text.replace(/\s+/g, " ").trim();
    if (!text) continue;
    const box = port(p.element), r = p.rect;
    const w = Math.min(r.right, box.right) - Math.max(r.left, box.left);
    const h = Math.min(r.bottom, box.bottom) - Math.max(r.top, box.top);
    if (w <= 0.5 || h <= 0.5) continue;
    const x = (Math.max(r.left, box.left) + Math.min(r.right, box.right)) / 2;
    const y = (Math.max(r.top, box.top) + Math.min(r.bottom, box.bottom)) / 2;
    const whole = w > r.right - r.left - 2 && h > 0.86 * (r.bottom - r.top) && !p.cut;
    const ends = [r.left + 3, x, r.right - 3].map(at => uncovered(p.element, at, y));
    // What lies below something may show through it (a blurred page behind a dialog): that is not known here.
    if (!whole || !ends.every(Boolean)) {
      ignore.push(round({left: Math.max(r.left, box.left), top: Math.max(r.top, box.top),
                         right: Math.min(r.right, box.right), bottom: Math.min(r.bottom, box.bottom)}));
      continue;
    }
    // The labels of a chart's axis are read in one go, from either end: no order among them is the right one.
    const row = p.box.closest("tr"), axis = p.box instanceof SVGElement && p.box.closest("g");
    const key = row || axis || p.box;
    if (!blockOf.has(key)) {
      blockOf.set(key, blocks.length);
      blocks.push({id: blocks.length, rect: {...r}, kind: row ? "row" : axis ? "axis" : kindOf(p.box)});
    }
    const block = blocks[blockOf.get(key)];
    const last = lines[lines.length - 1];
    if (last && last.key === p.box && last.block === block.id && p.element.tagName !== "TEXTAREA" &&
        Math.abs((last.rect.top + last.rect.bottom) / 2 - (r.top + r.bottom) / 2) < 0.5 * Math.min(r.bottom - r.top, last.rect.bottom - last.rect.top) &&
        r.left >= last.rect.right - 2 && r.left - last.rect.right < 3 * (r.bottom - r.top)) {
      const space = /\s$/.test(last.raw) || /^\s/.test(p.text) || r.left - last.rect.right > 0.2 * (r.bottom - r.top);
      last.text += (space ? " " : "") + text;
      last.raw += p.text;
      last.rect = {left: last.rect.left, top: Math.min(last.rect.top, r.top), right: Math.max(last.rect.right, r.right),
                     bottom: Math.max(last.rect.bottom, r.bottom)};
    } else lines.push({text, raw: p.text, rect: {...r}, block: block.id, key: p.box});
    block.rect = {left: Math.min(block.rect.left, r.left), top: Math.min(block.rect.top, r.top),
                  right: Math.max(block.rect.right, r.right), bottom: Math.max(block.rect.bottom, r.bottom)};
  }

  const named = e => {
    const by = (e.getAttribute("aria-labelledby") || "").split(/\s+/).map(id => document.getElementById(id)).filter(Boolean);
    if (by.length) return by.map(b => b.innerText).join(" ");
    if (e.getAttribute("aria-label")) return e.getAttribute("aria-label");
    if (e.labels && e.labels.length) {
      const copy = e.labels[0].cloneNode(true);
      copy.querySelectorAll("input,select,textarea,[data-truth=off],.hint").forEach(c => c.remove());
      return copy.textContent;
    }
    if (e.tagName === "INPUT" && ["submit", "button", "reset"].includes(e.type)) return e.value;
    return FIELD.has(e.tagName) ? (e.title || e.placeholder || "") : (e.innerText || e.title || "");
  };
  const ROLES = {BUTTON: "button", A: "link", SELECT: "combobox", TEXTAREA: "textbox", PROGRESS: "progressbar",
                 METER: "progressbar", H1: "heading", H2: "heading", H3: "heading", H4: "heading", SUMMARY: "button"};
  const TYPES = {checkbox: "checkbox", radio: "radio", range: "slider", submit: "button", button: "button",
                 reset: "button", password: "password", number: "spinbutton"};
  const elements = [];
  for (const e of document.querySelectorAll("button,a[href],select,textarea,progress,meter,input,summary,h1,h2,h3,h4,[role]")) {
    let role = e.getAttribute("role") || (e.tagName === "INPUT" ? TYPES[e.type] || "textbox" : ROLES[e.tagName]);
    if (e.getAttribute("role") === "searchbox") role = "textbox";
    if (!["button", "link", "combobox", "textbox", "progressbar", "heading", "checkbox", "radio", "slider", "password",
          "spinbutton", "tab", "switch", "menuitem", "treeitem"].includes(role)) continue;
    if (e.type === "hidden" || !shown(e)) continue;
    const r = rectOf(e), box = port(e.parentElement);
    const middle = [(r.left + r.right) / 2, (r.top + r.bottom) / 2];
    if (r.width < 3 || r.height < 3 || r.left < box.left - 1 || r.top < box.top - 1 || r.right > box.right + 1 || r.bottom > box.bottom + 1) continue;
    if (!uncovered(e, ...middle) && !(e.labels && [...e.labels].some(l => uncovered(l, ...middle)))) continue;
    const states = [], aria = n => e.getAttribute("aria-" + n);
    if (["checkbox", "radio", "switch"].includes(role)) {
      const on = aria("checked") ?? String(e.indeterminate ? "mixed" : e.checked);
      states.push(on === "true" ? "checked" : on === "mixed" ? "mixed" : "unchecked");
    }
    if (e.disabled || aria("disabled") === "true") states.push("disabled");
    if (e.required || aria("required") === "true") states.push("required");
    if (aria("invalid") === "true") states.push("invalid");
    if (e.readOnly && !["checkbox", "radio", "range", "button", "submit"].includes(e.type)) states.push("readonly");
    if (e === document.activeElement) states.push("focused");
    if (aria("selected") === "true" || aria("current")) states.push("selected");
    if (aria("pressed") === "true") states.push("pressed");
    if (aria("expanded")) states.push(aria("expanded") === "true" ? "expanded" : "collapsed");
    let value = null;
    if (role === "combobox" && e.tagName === "SELECT") value = (e.selectedOptions[0] || {}).text || "";
    else if (["textbox", "spinbutton"].includes(role) && "value" in e) value = e.value;
    else if (role === "slider") value = String(aria("valuenow") ?? e.value);
    else if (role === "progressbar") {
      const now = aria("valuenow") ?? (e.tagName === "PROGRESS" && !e.hasAttribute("value") ? null : e.value);
      value = now === null ? null : Math.round(100 * now / (aria("valuemax") ?? e.max ?? 100)) + "%";
    }
    elements.push({role, name: named(e).replace(/\s+/g, " ").trim(), rect: r, states, value});
  }

  const tables = [];
  for (const t of document.querySelectorAll("table")) {
    const r = rectOf(t);
    if (!shown(t) || r.width < 5 || r.top < 0 || r.left < 0 || r.bottom > H + 1 || r.right > W + 1) continue;
    const cells = row => [...row.cells].map(c => transformed(c.innerText.replace(/\s+/g, " ").trim(), document.body));
    const rows = [...t.rows].filter(shown).map(row => ({head: [...row.cells].every(c => c.tagName === "TH"), cells: cells(row)}));
    if (!rows.length) continue;
    tables.push({rect: r, headers: rows[0].head ? rows[0].cells : [], rows: rows.slice(rows[0].head ? 1 : 0).map(x => x.cells)});
  }
  const charts = [...document.querySelectorAll("script[type='application/json'][data-chart]")].map(s =>
    ({...JSON.parse(s.textContent), rect: rectOf(document.getElementById(s.dataset.chart))}));

  const out = o => { const {rect, raw, key, ...rest} = o; return {...rest, box: round(rect)}; };
  return {lines: lines.map(out), blocks: blocks.map(out), ignore, elements: elements.map(out), tables: tables.map(out),
          charts: charts.map(out), ratio: devicePixelRatio, title: document.title,
          origin: typeof mozInnerScreenX === "number" ? [mozInnerScreenX, mozInnerScreenY]
            : [screenX + (outerWidth - innerWidth) / 2, screenY + outerHeight - innerHeight]};
})()
