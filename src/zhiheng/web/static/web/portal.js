"use strict";
// Persons' pages work without this script. It installs the worker, fills in the place of a check-in when asked, and prints.
(() => {
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/portal/worker.js", { scope: "/portal/" }).catch(() => {});
  }
  const place = document.querySelector("[data-place]");
  if (place && navigator.geolocation) {
    place.hidden = false;
    place.addEventListener("click", () => {
      const said = document.querySelector("[data-place-said]");
      said.textContent = said.dataset.asking;
      navigator.geolocation.getCurrentPosition(
        (found) => {
          const form = place.closest("form");
          form.elements.lon.value = found.coords.longitude;
          form.elements.lat.value = found.coords.latitude;
          form.elements.radius.value = Math.round(found.coords.accuracy);
          said.textContent = said.dataset.found;
        },
        () => { said.textContent = said.dataset.missing; },
        { enableHighAccuracy: true, timeout: 15000 },
      );
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
