// Photos are made small before they are sent: upright, without the place where they were taken. What was chosen
// outlives F5 until the server has it, and whoever sends a form meanwhile is told that it waits for the upload.
if (!window.smartcityPhotos) {
  window.smartcityPhotos = true;
  const SIDE = 1600, MOST = 400_000, DAY = 24 * 3600e3, LOOK = 300, BEGUN = 8000;
  const uploads = new Map(), known = new Map(), filled = new Set();
  let held = null, making = 0, handedAt = 0;

  const told = () => document.querySelector(".account[data-language]")?.dataset ?? {};
  const say = (key) => JSON.parse(told().sentences ?? "{}")[key] ?? "";
  const marks = () => [...document.querySelectorAll(".upload-mark")].map((place) => ({
    place, key: place.dataset.key, name: JSON.stringify([told().account, place.dataset.form, place.dataset.thing, place.dataset.field]),
  }));
  const markOf = (target) => marks().find(({ key }) => target.closest(`.${CSS.escape(key)}`));

  const drawn = (picture, side) => {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)),
    });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  const small = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    for (let side = SIDE; ; side = Math.round(side * 0.8)) {
      const canvas = drawn(picture, side);
      for (const quality of [0.85, 0.75, 0.65, 0.5]) {
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
        if (blob && (blob.size <= MOST || side < 200)) return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
      }
    }
  };
  // What the browser cannot read as a picture goes as it is: the server looks into it.
  const made = (file) => (/^image\/(jpeg|png|webp)$/.test(file.type) ? small(file).catch(() => file) : Promise.resolve(file));

  const put = (input, files) => {
    const carrier = new DataTransfer();
    for (const file of files) carrier.items.add(file);
    input.files = carrier.files;
    handedAt = Date.now();
    input.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "small" }));
  };

  // Chosen files, until the server has them.
  const shelf = new Promise((done, fail) => {
    const asked = indexedDB.open("smartcity-foto", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("chosen");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const on = async (mode, act) => {
    try {
      const asked = act((await shelf).transaction("chosen", mode).objectStore("chosen"));
      return await new Promise((done, fail) => Object.assign(asked, { onsuccess: () => done(asked.result), onerror: () => fail(asked.error) }));
    } catch { return null; /* A browser that keeps nothing still sends. */ }
  };
  const remember = (name, files) => on("readwrite", (store) => store.put({ files, at: Date.now() }, name));
  const forget = (name) => on("readwrite", (store) => store.delete(name));

  const take = async (input, files) => {
    const mark = markOf(input);
    making += 1;
    show();
    try {
      const isAsIs = mark?.place.querySelector("input")?.checked;
      const found = isAsIs ? files : await Promise.all(files.map(made));
      if (mark) {
        filled.add(mark.name);
        await remember(mark.name, found);
      }
      if (input.isConnected) put(input, found);
    } finally {
      making -= 1;
    }
  };
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches?.("input[type=file]") || event.detail === "small" || !input.files.length || !markOf(input)) return;
    event.stopImmediatePropagation();
    take(input, [...input.files]);
  }, true);
  document.addEventListener("drop", (event) => {
    const mark = event.target.closest && markOf(event.target), files = [...(event.dataTransfer?.files ?? [])];
    const input = mark && document.querySelector(`.${CSS.escape(mark.key)} input[type=file]`);
    if (!input || !files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take(input, files);
  }, true);

  // How far the uploads are: Streamlit sends them, we only listen.
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (String(address).includes("/_stcore/upload_file/") && method.toUpperCase() === "PUT") {
      this.addEventListener("loadstart", () => { handedAt = 0; uploads.set(this, [0, 1]); });
      this.upload.addEventListener("progress", ({ loaded, total }) => { uploads.set(this, [loaded, total]); show(); });
      this.addEventListener("loadend", () => setTimeout(() => { uploads.delete(this); show(); }, LOOK));
    }
    return open.call(this, method, address, ...rest);
  };
  // Between a file's handing over and its first byte Streamlit asks where to.
  const isBusy = () => making > 0 || uploads.size > 0 || Date.now() - handedAt < BEGUN;
  const show = () => {
    let place = document.getElementById("upload-status");
    if (!place && isBusy()) {
      place = Object.assign(document.createElement("p"), { id: "upload-status" });
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    if (!place) return;
    const sums = [...uploads.values()].reduce(([a, b], [loaded, total]) => [a + loaded, b + total], [0, 0]);
    const percent = sums[1] ? Math.floor((100 * sums[0]) / sums[1]) : 0;
    const text = isBusy() ? say(held ? "upload_held" : "upload").replace("{percent}", percent) : "";
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  };

  // Whoever sends while a file is on its way is heard once it has arrived.
  const hold = (event) => {
    const button = event.target.closest?.("[data-testid^=stBaseButton-primary]");
    const isPress = event.type !== "keydown" || ["Enter", " "].includes(event.key);
    if (!button || !isPress || !isBusy()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = button;
    show();
  };
  for (const kind of ["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend", "click", "keydown"]) {
    window.addEventListener(kind, hold, { capture: true, passive: false });
  }
  const isResting = () => document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
  const look = async () => {
    if (held && !isBusy() && isResting()) {
      const button = held.isConnected ? held : document.querySelector("[data-testid^=stBaseButton-primary]");
      held = null;
      button?.click();
    }
    show();
    for (const { place, key, name } of marks()) {
      const before = known.get(name);
      known.set(name, key);
      if (before && before !== key) {
        filled.delete(name);
        forget(name);
      } else if (!filled.has(name)) {
        filled.add(name);
        const copy = await on("readonly", (store) => store.get(name));
        const input = document.querySelector(`.${CSS.escape(key)} input[type=file]`);
        if (copy && Date.now() - copy.at > DAY) forget(name);
        else if (copy && input && place.isConnected) put(input, copy.files);
        else if (copy) filled.delete(name);
      }
    }
  };
  document.addEventListener("click", ({ target }) => {
    const mark = target.closest?.("[data-testid=stFileUploader] button") && markOf(target);
    if (mark && !target.closest("[data-testid=stFileUploaderDropzone]")) forget(mark.name);
  }, true);
  setInterval(look, LOOK);
}
