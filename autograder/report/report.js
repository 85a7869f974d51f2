// Search above each table, and a click on a heading sorts by it. Long tables show their first rows until
// somebody asks for more; without script they are whole.
"use strict";
for (const table of document.querySelectorAll("table[data-search]")) {
  const [body, rest] = table.tBodies, rows = [...table.tBodies].flatMap(part => [...part.rows]);
  const box = document.createElement("input"), said = document.createElement("span");
  box.type = "search";
  box.placeholder = table.dataset.search;
  box.setAttribute("aria-label", table.dataset.search);
  said.setAttribute("role", "status");
  said.className = "dim";
  const tools = document.createElement("p");
  tools.className = "tools";
  tools.append(box, " ", said);
  table.parentElement.before(tools);
  const all = () => { if (rest) rest.hidden = false; more.remove(); };
  const more = document.createElement("button");
  more.type = "button";
  more.textContent = `나머지 ${rest?.rows.length}줄도 보기`;
  more.addEventListener("click", all);
  if (rest) tools.append(" ", more);
  let texts = null;
  box.addEventListener("input", () => {
    all();
    texts ??= rows.map(row => row.textContent.toLowerCase());
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, place) => {
      row.hidden = !words.every(word => texts[place].includes(word));
      shown += !row.hidden;
    });
    said.textContent = words.length ? `${shown} / ${rows.length}` : "";
  });
  const number = cell => { const found = /-?\d+(\.\d+)?/.exec(cell.textContent); return found ? +found[0] : NaN; };
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    if (heading.dataset.fixed !== undefined) return;
    const numeric = heading.classList.contains("number") || heading.classList.contains("mark");
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    if (heading.hasAttribute("aria-label")) button.setAttribute("aria-label", heading.getAttribute("aria-label"));
    heading.append(button);
    button.addEventListener("click", () => {
      all();
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map(row => [numeric ? number(row.cells[column]) : row.cells[column].textContent.trim(), row]);
      const order = new Intl.Collator("ko", {numeric: true}).compare;
      keyed.sort(([a], [b]) => {
        if (!numeric) return down ? order(b, a) : order(a, b);
        if (isNaN(a) || isNaN(b)) return isNaN(a) - isNaN(b);  // what has none comes last
        return down ? b - a : a - b;
      });
      body.append(...keyed.map(([, row]) => row));
    });
  });
}
