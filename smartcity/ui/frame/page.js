// The language of the page, and links between looking screens that keep the page. What it needs to know stands at the block of the account.
{
  const known = () => document.querySelector(".account[data-language]")?.dataset;
  const asked = (place, name) => new URLSearchParams(place.search).get(name);
  const kept = ["per", "beku", "bahasa"];
  const stays = (link) => {
    const screens = JSON.parse(known()?.screens ?? "[]"), lists = JSON.parse(known()?.lists ?? "[]");
    const isWithin = lists.includes(link.pathname) && link.pathname === location.pathname;
    return (isWithin || screens.includes(link.pathname)) && kept.every((name) => asked(link, name) === asked(location, name));
  };
  if (known()) document.documentElement.lang = known().language;
  if (!window.smartcityLinks) {
    window.smartcityLinks = true;
    // What the page was served with goes once its screen has a title.
    const opening = document.getElementById("opening"), root = document.getElementById("root");
    const leave = () => root.querySelector("h1") && (opening.remove(), true);
    if (opening && !leave()) new MutationObserver((_, watch) => leave() && watch.disconnect()).observe(root, { subtree: true, childList: true });
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".block a[href]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (link.target === "_blank" || link.origin !== location.origin || !stays(link)) return;
      event.preventDefault();
      history.pushState({}, "", link.href);
      window.dispatchEvent(new PopStateEvent("popstate"));
    });
    // One verdict per look: none while a key is held down, nor for a second after the desk shows other claims.
    const onDesk = () => [...document.querySelectorAll("[class*=st-key-case-]")].map((one) => one.className).join();
    const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
    let seen = onDesk(), since = performance.now(), answered = 0;
    const look = () => {
      const now = onDesk();
      if (now !== seen) [seen, since] = [now, performance.now()];
    };
    const isHasty = () => { look(); return seen && performance.now() - Math.max(since, answered) < 1000; };
    setInterval(look, 100);
    window.addEventListener("keydown", (event) => {
      if (!seen || event.key.toLowerCase() !== "v" || event.target.closest?.("input, textarea")) return;
      if (event.repeat || isHasty()) stop(event); else answered = performance.now();
    }, true);
    window.addEventListener("click", (event) => {
      if (event.target.closest?.("[class*=st-key-yes-], [class*=st-key-no-]") && isHasty()) stop(event);
    }, true);
  }
}
