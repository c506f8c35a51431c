// What is typed reaches the drafts of the account while it is typed; what the server has not heard stays in this browser.
// The marks beside the fields say which field of which form each is; the block of the account, who types and in what words.
if (!window.smartcityTyping) {
  const PAUSE = 600, HANDED = 1000, AGAIN = 2000, LOOK = 300, PATIENCE = 8000, OLD = 14 * 24 * 3600e3, PREFIX = "smartcity-draf ";
  const own = new Map();
  const unmarked = new Set();
  let saved = null, refused = false;

  const told = () => document.querySelector(".account[data-language]")?.dataset ?? {};
  const say = (key) => JSON.parse(told().sentences ?? "{}")[key] ?? "";
  const clock = (at) => {
    const hour = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: told().zone });
    return `${told().language === "id" ? hour.replace(":", ".") : hour} ${told().zoneName ?? ""}`.trim();
  };

  const keyOf = (field) => [...(field.closest("[data-testid=stElementContainer]")?.classList ?? [])].find((name) => name.startsWith("st-key-"));
  const markOf = (field) => {
    const key = keyOf(field);
    return key && document.querySelector(`.draft-mark[data-key="${CSS.escape(key)}"]`)?.dataset;
  };
  const marked = () => [...document.querySelectorAll(".draft-mark")].flatMap(({ dataset: mark }) => {
    const field = document.querySelector(`.${CSS.escape(mark.key)} :is(textarea, input)`);
    return field ? [{ mark, field, name: nameOf(mark) }] : [];
  });
  const nameOf = (mark) => JSON.stringify([told().account, mark.form, mark.thing, mark.field]);

  // The copies in this browser: only what the server has not heard.
  const copyOf = (name) => JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
  const keep = (name, one) => {
    if (one.isHeard) localStorage.removeItem(PREFIX + name);
    else {
      const copy = JSON.stringify({ text: one.text, turn: one.turn, isPressed: one.isPressed, at: Date.now() });
      try { localStorage.setItem(PREFIX + name, copy); } catch { /* A full browser keeps nothing more; the server still may. */ }
    }
  };
  const forget = (name) => {
    clearTimeout(own.get(name)?.timer);
    own.delete(name);
    localStorage.removeItem(PREFIX + name);
  };
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && Date.now() - (JSON.parse(localStorage.getItem(key)).at ?? 0) > OLD) localStorage.removeItem(key);
  }

  const type = (field) => {
    const mark = markOf(field);
    if (!mark) return unmarked.add(field);
    const name = nameOf(mark), before = own.get(name);
    if (before?.text === field.value && before.turn === Number(mark.turn)) return;
    const one = Object.assign(before ?? { place: { form: mark.form, thing: mark.thing, field: mark.field }, account: told().account }, {
      text: field.value, turn: Number(mark.turn), isHeard: false, isPressed: false, field,
      key: mark.key, number: "number" in mark ? told().language : null,
    });
    own.set(name, one);
    keep(name, one);
    send(name, PAUSE);
    show();
  };

  const send = (name, pause) => {
    const one = own.get(name);
    if (!one) return;
    clearTimeout(one.timer);
    one.timer = setTimeout(() => post(name, one), pause);
  };
  const post = async (name, one, isLast = false) => {
    if (one.isHeard || (one.isSending && !isLast)) return;
    const { text, turn } = one;
    one.isSending = true;
    try {
      const answer = await fetch("/draf", {
        method: "POST", headers: { "Content-Type": "application/json" }, keepalive: isLast && text.length < 15000,
        body: JSON.stringify({ ...one.place, account: one.account, text, turn, number: one.number }), signal: AbortSignal.timeout(PATIENCE),
      });
      window.smartcityLine?.heard();
      await answered(name, one, answer, text);
    } catch {
      window.smartcityLine?.lost();
    } finally {
      one.isSending = false;
      if (own.get(name) === one && !one.isHeard && !one.isRefused) send(name, one.text === text ? AGAIN : PAUSE);
      show();
    }
  };
  const answered = async (name, one, answer, text) => {
    if (own.get(name) !== one) return;
    one.isFailing = !answer.ok;
    one.isFull = answer.status === 507;
    one.isRefused = [400, 401, 403, 413].includes(answer.status);
    if (answer.ok) {
      const { at, read } = await answer.json();
      saved = new Date(at);
      if (read && one.text === text) echo(one.key, read);
      if (one.text === text) keep(name, Object.assign(one, { isHeard: true }));
    } else if (answer.status === 409) {
      if (one.isPressed) forget(name);
      else keep(name, Object.assign(one, { turn: (await answer.json()).turn }));
    }
  };
  // What a number field understood, beside it.
  const echo = (key, read) => {
    for (const place of document.querySelectorAll(`.number-echo[data-key="${CSS.escape(key)}"]`)) place.textContent = read;
  };
  const flush = (isLast = false) => {
    for (const [name, one] of own) if (!one.isHeard && !one.isRefused) {
      clearTimeout(one.timer);
      post(name, one, isLast);
    }
  };

  // Into a field that Streamlit drew: as if it had been typed there, and left.
  const fill = (field, text) => {
    const proto = field.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(proto.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => {
      if (document.activeElement !== field) field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }, 50);
  };
  // A copy of a day before, and what a new drawing of the page took away, stand in the field again.
  const mend = ({ mark, field, name }) => {
    let one = own.get(name);
    const copy = one ? null : copyOf(name), turn = Number(mark.turn);
    if (copy && !(copy.isPressed && copy.turn < turn)) {
      one = { place: { form: mark.form, thing: mark.thing, field: mark.field }, account: told().account, text: copy.text, turn, isHeard: false };
      own.set(name, one);
      send(name, 0);
    } else if (copy) forget(name);
    if (!one) return;
    if (one.turn < turn) {
      if (one.isPressed) return forget(name);
      Object.assign(one, { turn, isHeard: false });
      send(name, 0);
    }
    const before = one.field, isNew = before && before !== field;
    const isHeld = isNew || document.activeElement === field || !one.isHeard;
    one.field = field;
    if (isHeld && !one.isPressed && field.value !== one.text && !field.disabled) fill(field, one.text);
    if (isNew && before === hands && document.activeElement === document.body) {
      field.focus({ preventScroll: true });
      field.setSelectionRange(before.selectionStart, before.selectionEnd);
    }
  };

  const show = () => {
    const all = [...own.values()], isOpen = all.some((one) => !one.isHeard);
    refused = all.some((one) => one.isRefused);
    const isCut = window.smartcityLine?.isCut() ?? false;
    const state = isOpen ? (refused ? "refused" : all.some((one) => one.isFull) ? "full" : isCut || all.some((one) => one.isFailing) ? "waiting" : "saving") : saved && all.length ? "saved" : "";
    const text = state && say(state).replace("{clock}", saved ? clock(saved) : "");
    const places = [...document.querySelectorAll(".draft-status")].filter((place) => place.id !== "draft-footer");
    let footer = document.getElementById("draft-footer");
    if (!footer && text && !places.length) {
      footer = Object.assign(document.createElement("p"), { id: "draft-footer", className: "draft-status" });
      footer.setAttribute("role", "status");
      document.body.append(footer);
    }
    if (footer) footer.hidden = !text || places.length > 0;
    for (const place of places.length ? places : footer ? [footer] : []) {
      if (!text) continue;
      if (place.textContent !== text) place.textContent = text;
      place.dataset.state = state;
    }
  };
  const look = () => {
    for (const field of unmarked) if (!field.isConnected || markOf(field)) {
      unmarked.delete(field);
      if (field.isConnected) type(field);
    }
    const found = marked();
    found.forEach(mend);
    const here = new Set(found.map(({ name }) => name));
    for (const [name, one] of own) if (!here.has(name) && one.isHeard) own.delete(name);
    show();
  };

  // A field that was drawn anew under the hands, as when another device steps on, is under the hands again.
  let hands = null;
  document.addEventListener("focusin", ({ target }) => { hands = target; }, true);
  new MutationObserver(() => {
    if (!hands || hands.isConnected) return;
    look();
    hands = null;
  }).observe(document.body, { childList: true, subtree: true });

  const press = (event) => {
    if (event.type === "keydown" ? event.key === "Enter" : event.target.closest?.("button")) {
      flush();
      for (const [name, one] of own) keep(name, Object.assign(one, { isPressed: true }));
    }
  };
  // A number or a day stays in Streamlit's own field until that is left: after a pause it is handed over as if it were.
  let pausing;
  const hand = (field) => {
    const day = field.closest("[data-testid=stDateInputField]"), year = day?.querySelector("[data-type=year]");
    if (!field.isConnected || (year && Number(year.getAttribute("aria-valuenow")) < 1000)) return;
    (day ?? field).dispatchEvent(new FocusEvent("focusout", { bubbles: true, relatedTarget: document.body }));
  };
  const pause = ({ target }) => {
    if (!target.matches?.("input[type=number], [data-testid=stDateInputField] [role=spinbutton]")) return;
    clearTimeout(pausing);
    pausing = setTimeout(hand, HANDED, target);
  };
  for (const kind of ["input", "beforeinput", "keyup"]) document.addEventListener(kind, pause, true);
  const isField = (target) => target.matches?.("textarea, input:is([type=text], [type=url], :not([type]))");
  document.addEventListener("input", (event) => isField(event.target) && type(event.target), true);
  document.addEventListener("focusout", ({ target }) => {
    flush();
    const mark = target.matches?.("input") && markOf(target), one = mark && own.get(nameOf(mark));
    if (one && mark.leaving) keep(nameOf(mark), Object.assign(one, { isPressed: true }));
  }, true);
  for (const kind of ["pointerdown", "click", "keydown"]) document.addEventListener(kind, press, true);
  addEventListener("pagehide", () => flush(true));
  document.addEventListener("visibilitychange", () => document.hidden && flush(true));
  window.smartcityTyping = { flush, isWhole: () => [...own.values()].every((one) => one.isHeard || one.isRefused) };
  setInterval(look, LOOK);
}
