/* A name clicked beside the statement is written where the cursor stands; an example takes the place of the whole. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const area = document.getElementById("id_text");
    const name = event.target.closest?.("[data-insert]");
    const example = event.target.closest?.("[data-example]");
    if (!area || !(name || example)) return;
    if (example) {
      area.setRangeText(example.dataset.example, 0, area.value.length, "end");
    } else {
      const before = area.value.slice(0, area.selectionStart);
      const gap = /[\w"]$/.test(before) ? " " : "";
      area.setRangeText(gap + name.dataset.insert, area.selectionStart, area.selectionEnd, "end");
    }
    area.focus();
  });
})();
