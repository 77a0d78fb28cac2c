"use strict";
// Keeps the shell, and the last pages of the person where the person agreed to it; drops them at sign-out. Nothing else is kept.
const SHELL = "portal-shell-1";
const OWN = "portal-own";
const MOST = 20;
const OFFLINE = "/portal/offline/";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((kept) => kept.add(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name.startsWith("portal-shell-") && name !== SHELL);
  event.waitUntil(caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

async function keep(request, response) {
  const own = await caches.open(OWN);
  await own.put(request, response);
  const held = await own.keys();
  await Promise.all(held.slice(0, Math.max(0, held.length - MOST)).map((one) => own.delete(one)));
}

async function page(event) {
  const request = event.request;
  try {
    const response = await fetch(request);
    if (response.headers.get("X-Portal-Clear")) await caches.delete(OWN);
    else if (response.ok && response.headers.get("X-Portal-Keep") && request.method === "GET") await keep(request, response.clone());
    return response;
  } catch (error) {
    if (request.method === "GET") {
      const own = await caches.open(OWN);
      const found = (await own.match(request)) || (await caches.match(OFFLINE));
      if (found) return found;
    }
    throw error;
  }
}

async function part(request) {
  const shell = await caches.open(SHELL);
  const found = await shell.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await shell.put(request, response.clone());
  return response;
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== self.location.origin) return;
  if (address.pathname === "/portal/sign-out/") {
    event.respondWith(caches.delete(OWN).then(() => fetch(event.request)));
  } else if (event.request.mode === "navigate" && address.pathname.startsWith("/portal/")) {
    event.respondWith(page(event));
  } else if (event.request.method === "GET" && address.pathname.startsWith("/static/web/")) {
    event.respondWith(part(event.request));
  }
});
