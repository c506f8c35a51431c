document.documentElement.lang = "{{ s.words.language }}";
if (!window.smartcityLinks) {
  window.smartcityLinks = true;
  const screens = {{ screens|tojson }}, lists = {{ lists|tojson }}, kept = ["per", "beku", "bahasa"];
  const asked = (place, name) => new URLSearchParams(place.search).get(name);
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".block a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.target === "_blank" || link.origin !== location.origin) return;
    const isWithin = lists.includes(link.pathname) && link.pathname === location.pathname;
    if (!isWithin && !screens.includes(link.pathname)) return;
    if (kept.some((name) => asked(link, name) !== asked(location, name))) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  });
}
