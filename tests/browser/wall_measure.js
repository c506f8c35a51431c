/* Measures the picture a wall shows: every line of text with its size and where it may be seen, and what is wrong. */
(smallest) => {
  const faults = [], lines = [];
  const say = (text) => text.trim().slice(0, 50);
  const view = document.querySelector('.view.on');
  if (!view) return { faults: ['no view is shown'], lines: 0 };
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) faults.push('the page scrolls');
  const clipped = (box, node) => {
    let { left, top, right, bottom } = box;
    for (let up = node; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflow === 'visible') continue;
      const edge = up.getBoundingClientRect();
      [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
      [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return { left, top, right, bottom };
  };
  const tells = (node) => {
    for (let up = node; up && up !== view; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.textOverflow === 'ellipsis' || +style.webkitLineClamp > 0) return true;
    }
    return false;
  };
  const roots = [document.querySelector('.head'), view, document.querySelector('.banner:not([hidden])')].filter(Boolean);
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim()) continue;
      const parent = node.parentElement, style = getComputedStyle(parent);
      if (style.visibility === 'hidden' || style.display === 'none') continue;
      const size = parseFloat(style.fontSize), range = document.createRange();
      range.selectNodeContents(node);
      if (size < smallest * 0.995) faults.push(`too small (${size}): ${say(node.data)}`);
      for (const box of range.getClientRects()) {
        if (box.width < 1) continue;
        const seen = clipped(box, parent), height = seen.bottom - seen.top, width = seen.right - seen.left;
        /* Above the letters of a line there is a fifth of its size without ink. */
        if (height <= size * 0.2 || width <= 1) {
          if (!tells(parent)) faults.push(`lost without an ellipsis: ${say(node.data)}`);
          continue;
        }
        /* Line boxes are higher than letters: a fifth of the size may be cut above and below together. */
        if (height < Math.min(box.height, size) * 0.95) faults.push(`cut through (${height} of ${box.height}, size ${size}): ${say(node.data)}`);
        if (width < box.width - 1.5 && !tells(parent)) faults.push(`cut off at the side: ${say(node.data)}`);
        if (seen.left < innerWidth * 0.03 || seen.right > innerWidth * 0.97 + 1) faults.push(`outside: ${say(node.data)}`);
        if (seen.top < innerHeight * 0.03 || seen.bottom > innerHeight * 0.975) faults.push(`outside: ${say(node.data)}`);
        const trim = Math.max((height - size * 0.8) / 2, 0);
        lines.push({ text: say(node.data), node, ...seen, top: seen.top + trim, bottom: seen.bottom - trim });
      }
    }
  }
  for (const mark of view.querySelectorAll('.bar, .whole')) {
    const box = mark.getBoundingClientRect();
    lines.push({ text: mark.getAttribute('class'), node: mark, left: box.left, top: box.top, right: box.right, bottom: box.bottom });
  }
  for (let a = 0; a < lines.length; a++) for (let b = a + 1; b < lines.length; b++) {
    const one = lines[a], two = lines[b];
    if (one.node === two.node) continue;
    const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
    const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    if (wide > 2 && high > 2) faults.push(`overlapping: “${one.text}” and “${two.text}”`);
  }
  return { faults, lines: lines.length };
}
