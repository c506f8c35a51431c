// The line to the server: what is open stays readable while it is cut, one calm sentence says so, and all goes on by itself.
if (!window.smartcityLine) {
  const BLINK = 700, ASK = 2000, STUCK = 10000, SELDOM = 60000, RELOADED = "smartcity-reloaded";
  let cutAt = 0, lostAt = 0, backAt = 0, asking = 0;

  const told = () => document.querySelector(".account[data-language]")?.dataset ?? {};
  const app = () => document.querySelector("[data-test-connection-state]")?.dataset.testConnectionState;
  const isCut = () => Boolean(lostAt) || Boolean(cutAt && Date.now() - cutAt > BLINK);
  const lost = () => { lostAt ||= Date.now(); look(); };
  const heard = () => { lostAt = 0; };

  const ask = async () => {
    if (Date.now() - asking < ASK) return;
    asking = Date.now();
    try {
      const answer = await fetch("/sehat", { cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (!answer.ok) return;
      heard();
      backAt ||= Date.now();
    } catch {
      lostAt ||= Date.now();
      backAt = 0;
    }
  };
  // Streamlit asks seldom after a long time: then the page begins anew, once everything that was typed is kept.
  const hurry = () => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (!backAt || Date.now() - backAt < STUCK || Date.now() - last < SELDOM || !window.smartcityTyping?.isWhole()) return;
    sessionStorage.setItem(RELOADED, Date.now());
    location.reload();
  };
  const back = () => {
    cutAt = backAt = 0;
    window.smartcityTyping?.flush();
    document.querySelector(".st-key-line-back button")?.click();
  };
  const banner = () => {
    let line = document.getElementById("line-status");
    if (!line) {
      line = Object.assign(document.createElement("p"), { id: "line-status" });
      line.setAttribute("role", "status");
      document.body.append(line);
    }
    const text = isCut() ? JSON.parse(told().sentences ?? "{}").cut ?? "" : "";
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
    document.documentElement.toggleAttribute("data-line-cut", Boolean(cutAt));
  };
  const look = () => {
    const state = app();
    if (state === "CONNECTED") {
      if (cutAt) back();
    } else if (state) {
      cutAt ||= Date.now();
      for (const field of document.querySelectorAll(":is(textarea, input):disabled")) enable(field);
    }
    if (isCut()) {
      ask();
      if (cutAt) hurry();
    }
    banner();
  };
  // Whoever is typing goes on: what they type is kept here until the line is back.
  let held = null;
  document.addEventListener("focusin", ({ target }) => { if (!target.closest(".stDialog")) held = target; });
  const close = () => {
    const button = document.querySelector(".stDialog [aria-label=Close]");
    if (!button) return;
    const back = returning();
    button.click();
    back();
  };
  // The field under the hands is again under the hands, where nobody went elsewhere since.
  const returning = () => {
    const [field, start, end] = [held, held?.selectionStart, held?.selectionEnd];
    const back = () => {
      if (!field?.isConnected || (document.activeElement !== document.body && !document.activeElement.closest(".stDialog"))) return;
      field.focus({ preventScroll: true });
      if (start != null) field.setSelectionRange(start, end);
    };
    return () => {
      back();
      for (const pause of [0, 60, 250]) setTimeout(back, pause);
    };
  };
  const enable = (field) => {
    const key = [...(field.closest("[data-testid=stElementContainer]")?.classList ?? [])].find((name) => name.startsWith("st-key-"));
    if (!key || !document.querySelector(`.draft-mark[data-key="${CSS.escape(key)}"]`)) return;
    field.disabled = false;
    if (field === held) returning()();
  };
  new MutationObserver((changes) => {
    if (app() === "CONNECTED") return;
    close();
    for (const { target } of changes) if (target.disabled === true) enable(target);
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"] });
  addEventListener("offline", lost);
  window.smartcityLine = { isCut, lost, heard };
  setInterval(look, 300);
}
