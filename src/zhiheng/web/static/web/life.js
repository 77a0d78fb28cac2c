/* The time line of a person: wider or narrower without asking the server again; + - 0 zoom, the middle stays where it was. */
(() => {
  "use strict";
  function begin(scroll) {
    const card = scroll.closest("section");
    const svg = scroll.querySelector("svg");
    const links = [...card.querySelectorAll("[data-zoom]")];
    const steps = links.map((link) => Number(link.dataset.zoom));
    let zoom = steps[Math.max(0, links.findIndex((link) => link.getAttribute("aria-current")))];

    function to(next) {
      const middle = (scroll.scrollLeft + scroll.clientWidth / 2) / scroll.scrollWidth;
      svg.classList.replace(`life-zoom-${zoom}`, `life-zoom-${next}`);
      zoom = next;
      links.forEach((link, at) => {
        link.classList.toggle("active", steps[at] === zoom);
        if (steps[at] === zoom) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
      scroll.scrollLeft = middle * scroll.scrollWidth - scroll.clientWidth / 2;
    }

    const beside = (by) => steps[Math.min(steps.length - 1, Math.max(0, steps.indexOf(zoom) + by))];
    links.forEach((link, at) =>
      link.addEventListener("click", (event) => {
        event.preventDefault();
        to(steps[at]);
      }),
    );
    card.addEventListener("keydown", (event) => {
      const next = { "+": beside(1), "=": beside(1), "-": beside(-1), 0: steps[0] }[event.key];
      if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      to(next);
    });
  }
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".life-scroll").forEach(begin));
})();
