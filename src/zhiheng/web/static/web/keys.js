/* Lets a security key answer before a form is sent: the options stand in the page as JSON, the answer goes into the field `answer`. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = {
    create: (options) =>
      navigator.credentials.create({
        publicKey: { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: known(options.excludeCredentials) },
      }),
    get: (options) => navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) } }),
  };

  function told(key) {
    const response = { clientDataJSON: text(key.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) if (key.response[name]) response[name] = text(key.response[name]);
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: key.getClientExtensionResults() });
  }

  async function send(event) {
    const form = event.target;
    event.preventDefault();
    const failed = form.querySelector("[role=alert]");
    failed.hidden = true;
    try {
      form.elements.answer.value = told(await asked[form.dataset.key](JSON.parse(document.getElementById(form.dataset.options).textContent)));
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-key]").forEach((form) => form.addEventListener("submit", send)));
})();
