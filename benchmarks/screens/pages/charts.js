// Draws each chart that the page tells of as JSON, with axes that start at zero. An axis says first what it shows; its
// labels are one group, as chart libraries have it, and so one block of the truth.
const COLOURS = ["#2563eb", "#f59e0b", "#10b981", "#ef4444", "#8b5cf6", "#64748b"];
for (const source of document.querySelectorAll("script[data-chart]")) {
  const data = JSON.parse(source.textContent), svg = document.getElementById(source.dataset.chart);
  const W = svg.getAttribute("width"), H = svg.getAttribute("height"), L = 70, R = 20, T = 50, B = 60;
  const put = (tag, at, text, into = svg) => {
    const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [k, v] of Object.entries(at)) e.setAttribute(k, v);
    if (text !== undefined) e.textContent = text;
    into.append(e);
    return e;
  };
  put("text", {x: W / 2, y: 26, "text-anchor": "middle", class: "t"}, data.title);
  if (data.kind === "pie") {
    const values = data.series[0].values, sum = values.reduce((a, b) => a + b);
    let angle = -Math.PI / 2;
    values.forEach((v, i) => {
      const end = angle + 2 * Math.PI * v / sum, cx = W * 0.36, cy = H / 2 + 16, r = Math.min(W, H) * 0.36;
      const p = a => `${cx + r * Math.cos(a)} ${cy + r * Math.sin(a)}`;
      put("path", {d: `M${cx} ${cy} L${p(angle)} A${r} ${r} 0 ${end - angle > Math.PI ? 1 : 0} 1 ${p(end)} Z`, fill: COLOURS[i], stroke: "#fff"});
      put("rect", {x: W * 0.66, y: 90 + 30 * i, width: 16, height: 16, fill: COLOURS[i]});
      put("text", {x: W * 0.66 + 24, y: 103 + 30 * i}, `${data.categories[i]} (${Math.round(100 * v / sum)} %)`);
      angle = end;
    });
    continue;
  }
  const top = Math.max(...data.series.flatMap(s => s.values));
  const step = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find(s => top / s <= 7), ceiling = Math.ceil(top / step) * step;
  const y = v => H - B - (H - T - B) * v / ceiling, slot = (W - L - R) / data.categories.length;
  put("text", {x: L - 50, y: T - 14}, data.y_title);
  const values = put("g", {}), names = put("g", {});
  for (let v = 0; v <= ceiling + 1e-9; v += step) {
    put("line", {x1: L, x2: W - R, y1: y(v), y2: y(v), stroke: v ? "#ddd" : "#555"});
    put("text", {x: L - 8, y: y(v) + 5, "text-anchor": "end"}, String(v), values);
  }
  data.categories.forEach((c, i) => put("text", {x: L + slot * (i + 0.5), y: H - B + 20, "text-anchor": "middle"}, c, names));
  put("text", {x: (L + W - R) / 2, y: H - 12, "text-anchor": "middle"}, data.x_title);
  data.series.forEach((s, n) => {
    if (data.kind === "bar") {
      const wide = slot * 0.7 / data.series.length;
      s.values.forEach((v, i) => put("rect", {x: L + slot * (i + 0.15) + n * wide, y: y(v), width: wide, height: H - B - y(v), fill: COLOURS[n]}));
    } else {
      put("polyline", {points: s.values.map((v, i) => `${L + slot * (i + 0.5)},${y(v)}`).join(" "), fill: "none", stroke: COLOURS[n], "stroke-width": 3});
      s.values.forEach((v, i) => put("circle", {cx: L + slot * (i + 0.5), cy: y(v), r: 4, fill: COLOURS[n]}));
    }
    if (data.series.length > 1) {
      put("rect", {x: W - 130, y: 40 + 20 * n, width: 12, height: 12, fill: COLOURS[n]});
      put("text", {x: W - 112, y: 51 + 20 * n}, s.name);
    }
  });
}
