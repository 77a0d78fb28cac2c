/* Small behaviours of the pages; every page also works without them. */
(() => {
  "use strict";
  const box = () => document.getElementById("how");

  let explained = null;

  function explain(of) {
    const hidden = of.querySelector(".visually-hidden");
    const shown = box();
    if (!hidden || !shown) return;
    explained = of;
    shown.textContent = hidden.textContent.replace(/^\s*[（(]|[）)]$/g, "");
    shown.hidden = false;
    place();
  }

  function place() {
    const shown = box();
    if (!explained || !shown || shown.hidden) return;
    const of = explained;
    const at = of.getBoundingClientRect();
    const size = shown.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left), window.innerWidth - size.width - 8);
    const below = at.bottom + 6 + size.height < window.innerHeight;
    shown.style.left = left + "px";
    shown.style.top = (below ? at.bottom + 6 : Math.max(8, at.top - size.height - 6)) + "px";
  }

  function hush() { const shown = box(); if (shown) shown.hidden = true; explained = null; }

  document.addEventListener("mouseover", (event) => {
    const of = event.target.closest?.("[data-how]");
    if (of) explain(of); else if (!event.target.closest?.("#how")) hush();
  });
  document.addEventListener("focusin", (event) => {
    const of = event.target.closest?.("[data-how]");
    if (of) explain(of); else hush();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hush(); });
  window.addEventListener("scroll", place, { passive: true, capture: true });

  /* one box ticks all boxes of its table; the bulk bar says how many */
  document.addEventListener("change", (event) => {
    const all = event.target.closest?.("[data-tick-all]");
    if (all) document.querySelectorAll(`input[name="${all.dataset.tickAll}"]`).forEach((one) => { one.checked = all.checked; });
    if (all || event.target.closest?.("[data-tick]")) count();
    const shows = event.target.closest?.("[data-shows]");
    if (shows) reveal(shows);
  });

  function count() {
    const ticked = document.querySelectorAll("input[data-tick]:checked").length;
    document.querySelectorAll("[data-ticked]").forEach((place) => { place.textContent = ticked; });
    document.querySelectorAll("[data-needs-ticked]").forEach((button) => { button.disabled = ticked === 0; });
  }

  /* a choice shows the part of the form that belongs to it */
  function reveal(chooser) {
    const within = chooser.closest("fieldset") || chooser.form || document;
    within.querySelectorAll("[data-shown-for]").forEach((part) => {
      const fits = part.dataset.shownFor.split(" ").includes(chooser.value);
      part.hidden = !fits;
      part.querySelectorAll("input,select,textarea").forEach((field) => { field.disabled = !fits; });
    });
  }

  document.addEventListener("submit", (event) => {
    const asked = event.target.dataset?.confirm;
    if (asked && !window.confirm(asked)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const copy = event.target.closest?.("[data-copy-address]");
    if (copy) navigator.clipboard?.writeText(window.location.href).then(() => { copy.dataset.done = "1"; copy.querySelector("[data-said]").hidden = false; });
    if (event.target.closest?.("[data-print]")) window.print();
  });

  /* upload: progress in a bar, drop on the area */
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector?.("progress");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = Math.round((100 * event.detail.loaded) / event.detail.total);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const area = event.target.closest?.("[data-drop]");
      if (!area) return;
      event.preventDefault();
      area.classList.toggle("over", kind === "dragover");
      if (kind === "drop") { area.querySelector("input[type=file]").files = event.dataTransfer.files; name(area); }
    });
  }
  document.addEventListener("change", (event) => { if (event.target.matches?.("[data-names]")) name(event.target.closest("[data-drop]")); });

  function name(area) {
    const file = area.querySelector("input[type=file]").files[0];
    const said = area.querySelector("[data-file-name]");
    said.dataset.none ??= said.textContent;
    said.textContent = file ? `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）` : said.dataset.none;
  }

  document.addEventListener("htmx:responseError", (event) => {
    const messages = document.getElementById("messages");
    if (!messages) return;
    const told = document.createElement("div");
    told.className = "alert alert-danger";
    told.setAttribute("role", "alert");
    const fault = new DOMParser().parseFromString(event.detail.xhr.responseText || "", "text/html").querySelector("[data-fault]");
    told.textContent = fault ? fault.textContent : event.detail.xhr.status === 0 ? document.body.dataset.offline : document.body.dataset.failed.replace("{}", event.detail.xhr.status);
    messages.replaceChildren(told);
  });

  function begin() {
    document.querySelectorAll("[data-shows]").forEach(reveal);
    count();
  }
  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:afterSettle", begin);
})();
