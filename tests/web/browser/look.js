() => {
  const found = [];
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getClientRects().length > 0;
  const words = (one) => (one.innerText || one.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60);
  const aside = ".visually-hidden, .skip, #how, .navbar-collapse:not(.show) *";

  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !shown(one) || one.closest(aside) || one.closest("svg") || one.matches("option, textarea, script, style")) continue;
    const look = getComputedStyle(one);
    const cuts = (axis) => ["hidden", "clip"].includes(look[axis]);
    if (cuts("overflowX") && one.scrollWidth > one.clientWidth + 1 && !(one.title || one.closest(".cut[title]"))) found.push(["text is cut", words(one)]);
    if (cuts("overflowY") && one.scrollHeight > one.clientHeight + 3) found.push(["text is cut below", words(one)]);
    const box = one.closest("td, th, .btn, .mark, .card, .list-group-item");
    if (!box || look.position === "absolute" || one.closest(".table-responsive, .line, .drawing") !== null && box.matches(".card")) continue;
    for (const node of one.childNodes) {
      if (node.nodeType !== 3 || !node.textContent.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect(), room = box.getBoundingClientRect();
      if (text.width && (text.right > room.right + 2 || text.left < room.left - 2) && !one.closest(".cut")) found.push(["text leaves its box", words(one)]);
    }
  }
  for (const one of document.querySelectorAll(".table-responsive, .card > table")) {
    if (shown(one) && !one.closest("[data-wide]") && one.scrollWidth > one.clientWidth + 1) found.push([`table ${one.scrollWidth - one.clientWidth} px wider than its card`, words(one)]);
  }
  const things = [...document.querySelectorAll("main a, main button, main input, main select, main summary, main .mark, header a, header button, header input, h1")]
    .filter((one) => shown(one) && !one.closest(".bulk-bar, .dropdown-menu, .tools-box, .visually-hidden, svg") && one.type !== "hidden")
    .map((one) => [one, [...one.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1)]);
  for (let i = 0; i < things.length; i += 1) for (let j = i + 1; j < things.length; j += 1) {
    const [one, mine] = things[i], [other, theirs] = things[j];
    if (one.contains(other) || other.contains(one) || one.closest(".topbar") !== other.closest(".topbar")) continue;
    const meets = mine.some((a) => theirs.some((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5));
    if (meets) found.push(["overlap", `${words(one)} / ${words(other)}`]);
  }
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    if (walk.currentNode.textContent.trim() && shown(holder) && !holder.closest("[data-technical], script, style, pre, textarea, .dropdown-header")) texts.push(walk.currentNode.textContent.trim());
  }
  return { found, texts };
}
