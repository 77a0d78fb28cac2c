/* The screen of the command centre: full screen, keys 1 to 9 for its blocks, and a mark where its numbers could not be renewed. */
(() => {
  "use strict";
  const button = document.querySelector("[data-fullscreen]");
  if (button && document.fullscreenEnabled) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen();
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
    if (event.target.closest?.("input, select, textarea")) return;
    document.querySelectorAll(".centre-block")[Number(event.key) - 1]?.focus();
  });

  function stale() {
    const numbers = document.getElementById("numbers");
    if (!numbers) return;
    numbers.classList.add("is-stale");
    numbers.querySelectorAll(".centre-stale").forEach((one) => { one.hidden = false; });
  }
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, stale);
})();
