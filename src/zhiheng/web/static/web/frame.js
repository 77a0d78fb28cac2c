/* The frame: the search box by key, folds of the menu that stay as they were left, rows of tables as cards on narrow screens. */
(() => {
  "use strict";
  const KEPT = "menu-folds";

  const typing = (element) => element.matches?.("input,textarea,select,[contenteditable]");
  document.addEventListener("keydown", (event) => {
    const wanted = (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
    const box = document.getElementById("whole-search");
    if (!wanted || !box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  /* j and k go to the next and the previous thing of the list one came from */
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { j: "next", k: "prev" }[event.key];
    const link = way && document.querySelector(`a[rel="${way}"]`);
    if (link) link.click();
  });

  function kept() { try { return JSON.parse(sessionStorage.getItem(KEPT) || "{}"); } catch { return {}; } }

  function folds() {
    const left = kept();
    document.querySelectorAll("details[data-fold]").forEach((fold) => {
      if (!fold.querySelector(".active") && fold.dataset.fold in left) fold.open = left[fold.dataset.fold];
      fold.addEventListener("toggle", () => {
        try { sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), [fold.dataset.fold]: fold.open })); } catch { /* a browser that keeps nothing */ }
      });
    });
  }

  /* every cell gets the head of its column; on a narrow screen the row is a card with these heads */
  function cards() {
    document.querySelectorAll("table:is(.card-table, .as-cards):not([data-carded])").forEach((table) => {
      const heads = [...table.querySelectorAll(":scope > thead > tr:first-child > th")].map((head) => head.innerText.trim());
      if (heads.length < 2) return;
      table.dataset.carded = "1";
      table.classList.add("table-cards");
      table.querySelectorAll(":scope > tbody > tr").forEach((row) => {
        const cells = [...row.children];
        if (cells.length !== heads.length) return;
        cells.forEach((cell, place) => {
          if (cell.dataset.title === undefined) cell.dataset.title = heads[place];
          if (["", "—"].includes(cell.innerText.trim()) && !cell.querySelector("input, button, a, svg")) cell.dataset.blank = "1";
        });
      });
    });
  }

  function begin() { cards(); }
  document.addEventListener("DOMContentLoaded", () => { folds(); begin(); });
  document.addEventListener("htmx:afterSettle", begin);
})();
