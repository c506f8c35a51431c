// Tables: a press on a heading sorts, a box above a long one searches it. What was chosen stays in this tab for the same table.
if (!window.smartcityTables) {
  window.smartcityTables = true;
  const PREFIX = "smartcity-tabel ", SEARCHED = 15, SHOWN = 25;
  const SORTS = { "": "none", up: "ascending", down: "descending" }, NEXT = { "": "up", up: "down", down: "" };
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const sortText = (cell) => cell.dataset.sort ?? cell.textContent.trim().replace(/^—$/, "");
  const made = (name, values = {}, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };
  // One thing has one name as long as the tab lives: the table, on this screen, of what the address names.
  const placeOf = (table) => `${PREFIX}${location.pathname} ${new URLSearchParams(location.search).get("kode") ?? ""} ${table.dataset.table}`;
  const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

  const build = (table) => {
    table.dataset.ready = "";
    const heads = [...table.tHead.rows[0].cells], rows = [...table.tBodies[0].rows], data = rows.filter((row) => !row.matches(".part"));
    if (data.length < 2) return;
    const words = JSON.parse(table.dataset.words), place = placeOf(table);
    const state = { column: "", way: "", query: "", whole: false, ...JSON.parse(sessionStorage.getItem(place) ?? "{}") };
    if (!heads[state.column]) state.column = state.way = "";
    const collator = new Intl.Collator(document.documentElement.lang || "id", { numeric: true, sensitivity: "base" });
    const texts = new Map(data.map((row) => [row, folded(row.textContent)]));
    const control = (element, name) => Object.assign(element, { _place: place, _name: name });

    const compare = (one, other) => {
      const [a, b] = [one, other].map((row) => sortText(row.cells[state.column]));
      if (!a || !b) return Number(!a) - Number(!b);
      const order = "number" in heads[state.column].dataset ? a - b : collator.compare(a, b);
      return state.way === "down" ? -order : order;
    };
    // Rows under a line they share stay under it.
    const parts = rows.reduce((found, row) => {
      if (row.matches(".part") || !found.length) found.push([]);
      found.at(-1).push(row);
      return found;
    }, []);
    const ordered = () => parts.flatMap((part) => {
      const head = part.filter((row) => row.matches(".part")), body = part.filter((row) => !row.matches(".part"));
      return [...head, ...(state.way ? body.sort(compare) : body.sort((a, b) => rows.indexOf(a) - rows.indexOf(b)))];
    });

    const search = control(made("input", { type: "search", value: state.query }), "search");
    const choice = control(made("select", {}, made("option", { value: "", textContent: words.original }),
      ...heads.map((head, column) => made("option", { value: column, textContent: head.textContent.trim() }))), "choice");
    const way = control(made("button", { type: "button" }), "way");
    const count = made("span", { role: "status" });
    const more = control(made("button", { type: "button", className: "more" }), "more");
    const tools = made("div", { className: "table-tools" });
    if (data.length > SEARCHED || state.query) tools.append(made("label", { className: "search" }, words.search, search));
    tools.append(made("label", { className: "sort" }, words.sort, choice), way, count);
    table.before(tools);
    table.after(more);
    const buttons = heads.map((head, column) => {
      const button = control(made("button", { type: "button" }, ...head.childNodes), `head ${column}`);
      button.addEventListener("click", () => sortBy(column, state.column === column ? NEXT[state.way] : "up"));
      head.append(button);
      return button;
    });

    const show = () => {
      const wanted = folded(state.query).split(/\s+/).filter(Boolean);
      const isLong = !state.whole && !wanted.length;
      let matching = 0;
      table.tBodies[0].append(...ordered());
      for (const row of table.tBodies[0].rows) {
        if (row.matches(".part")) continue;
        const isFound = wanted.every((word) => texts.get(row).includes(word));
        matching += isFound;
        row.classList.toggle("unmatched", !isFound);
        row.classList.toggle("beyond", isLong && matching > SHOWN);
      }
      for (const part of parts.filter(([first]) => first.matches(".part"))) {
        for (const name of ["unmatched", "beyond"]) part[0].classList.toggle(name, part.slice(1).every((row) => row.matches(".unmatched, .beyond")));
      }
      heads.forEach((head, column) => {
        if (state.way && column === state.column) head.setAttribute("aria-sort", SORTS[state.way]);
        else head.removeAttribute("aria-sort");
      });
      [choice.value, way.hidden, way.textContent] = [state.way ? state.column : "", !state.way, state.way === "down" ? words.down : words.up];
      more.hidden = !isLong || data.length <= SHOWN;
      more.textContent = filled(words.whole, { m: data.length });
      const isPart = Number(table.dataset.size) > data.length;
      const told = matching ? filled(words.count, { n: matching, m: data.length }) : words.nothing;
      count.textContent = wanted.length || isPart ? [told, ...(isPart ? [words.page] : [])].join(" ") : "";
      const chosen = { column: state.column, way: state.way, query: state.query, whole: state.whole };
      sessionStorage.setItem(place, JSON.stringify(chosen));
    };
    const sortBy = (column, order) => { [state.column, state.way] = [column, order]; show(); };
    choice.addEventListener("change", () => sortBy(choice.value && Number(choice.value), choice.value ? "up" : ""));
    way.addEventListener("click", () => sortBy(state.column, state.way === "up" ? "down" : "up"));
    search.addEventListener("input", () => { state.query = search.value; show(); });
    more.addEventListener("click", () => { state.whole = true; show(); });
    show();
    return [search, choice, way, more, ...buttons];
  };

  // A table drawn anew under the hands is under the hands again.
  let hands = null;
  document.addEventListener("focusin", ({ target }) => { hands = target; }, true);
  const look = () => {
    for (const table of document.querySelectorAll("table[data-words]:not([data-ready])")) {
      const controls = build(table) ?? [];
      if (!hands?._name || hands.isConnected) continue;
      const same = controls.find(({ _place, _name }) => _place === hands._place && _name === hands._name);
      const { selectionStart: start, selectionEnd: end } = hands;
      same?.focus();
      if (same?.type === "search") same.setSelectionRange(start, end);
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}
