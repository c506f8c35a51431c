// What of the plan's texts was drawn as something else than text; empty where nothing was.
(host) => {
  const faults = window.jahat ? ["a script of the plan ran"] : [];
  const say = (element, why) => faults.push(`${why}: ${element.outerHTML.slice(0, 160)}`);
  const addresses = ["src", "href", "srcset", "action", "formaction", "poster", "data", "background", "xlink:href"];
  const leads = (value) => {
    const at = URL.canParse(value, location.href) ? new URL(value, location.href) : null;
    return at && (at.host.includes(host) || /^(javascript|mailto):.*(jahat)/.test(at.protocol + at.pathname));
  };
  const marked = /^(tebal|gambar|klik|kode|tautan|y|jahat(-[a-z]+)?|💀|skull)$/;
  // A picture reads no Markdown: there these words may stand alone in a line that was broken.
  const broken = /^jahat-(judul|butir|kutip|tebal|coret|kode)$/;
  for (const element of document.querySelectorAll("body *")) {
    for (const { name, value } of element.attributes) {
      if (addresses.includes(name) && leads(value)) say(element, `${name} leads away`);
      if (name === "srcdoc" || (name.startsWith("on") && value.includes("jahat"))) say(element, name);
    }
    const text = element.childElementCount ? "" : element.textContent.trim();
    const isDrawn = marked.test(text) && !(element.matches("tspan") && broken.test(text));
    if (element.id.startsWith("jahat") || isDrawn) say(element, "drawn");
    if (element.matches(".katex, math, iframe, object, embed, marquee")) say(element, "no text");
  }
  if (/[\u200e\u200f\u202a-\u202e\u2066-\u2069💀]/u.test(document.body.innerText)) faults.push("marks that turn");
  const main = document.querySelector("[data-testid=stMain]") ?? document.documentElement;
  const over = main.scrollWidth - main.clientWidth;
  if (over > 0) faults.push(`wider than the window by ${over}`);
  return faults;
}
