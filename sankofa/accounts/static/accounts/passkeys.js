// Asks the device for a passkey when a form with data-passkey is sent, and puts its answer into the form.
// Without this script the form is sent without an answer, and the page says so.
(() => {
  "use strict";
  const BYTES = [["challenge"], ["user", "id"]];

  const fromText = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  /** The question as the browser wants it: bytes where it was sent as text. */
  function asked(question) {
    for (const [name, inner] of BYTES) {
      if (inner && question[name]) question[name][inner] = fromText(question[name][inner]);
      else if (!inner) question[name] = fromText(question[name]);
    }
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      for (const one of question[list] ?? []) one.id = fromText(one.id);
    }
    return question;
  }

  /** The answer as it is sent: text where the browser gives bytes. */
  function told(key) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[name]) response[name] = toText(key.response[name]);
    }
    return JSON.stringify({ id: key.id, rawId: toText(key.rawId), type: key.type, clientExtensionResults: {}, response });
  }

  async function ask(form) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const said = await fetch(form.dataset.question, { method: "POST", headers: { "X-CSRFToken": token } });
    const question = await said.json();
    if (question.again) {
      location.assign(question.again);
      return null;
    }
    const publicKey = asked(question.publicKey);
    const making = form.dataset.passkey === "create";
    return making ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.passkey || form.elements.answer.value) return;
    event.preventDefault();
    const wrong = form.querySelector("[data-wrong]");
    wrong.hidden = true;
    try {
      const key = await ask(form);
      if (!key) return;
      form.elements.answer.value = told(key);
      form.submit();
    } catch {
      wrong.hidden = false;
    }
  });
})();
