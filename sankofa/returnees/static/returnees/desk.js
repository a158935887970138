// The arrival desk without a line: every line is sealed to the office's key and kept until the server has it.
// What was entered can be read by nobody on this device any more, whoever holds it.
(() => {
  "use strict";
  const form = document.getElementById("line");
  if (!form || !window.crypto?.subtle || !window.indexedDB) return; // the form then goes to the server as it is
  const { desk, who, numbers, lines, worker } = form.dataset;
  const strip = document.querySelector("[data-strip]");
  const slip = document.querySelector("[data-slip]");
  const leaving = document.querySelector("[data-leaving]");
  const INFO = new TextEncoder().encode("sankofa arrival desk 1");
  const FEW = 20;
  const EVERY = 15000;
  const KEPT = "arrival-desk";
  let needsSignIn = false;

  // What the device holds: `desk`, the office's key, the pass and the numbers; `lines`, sealed.
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("arrival-desk", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("desk", { keyPath: "office" });
      asked.result.createObjectStore("lines", { keyPath: "id" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  /** Do something with the tables in one transaction, which is on the disk when this is done. */
  async function held(work, mode = "readonly") {
    const base = await opened;
    return new Promise((resolve, reject) => {
      const at = base.transaction(["desk", "lines"], mode, { durability: "strict" });
      let answer;
      const asked = work(at.objectStore("desk"), at.objectStore("lines"), (value) => (answer = value));
      if (asked) asked.onsuccess = () => (answer = asked.result);
      at.oncomplete = () => resolve(answer);
      at.onerror = at.onabort = () => reject(at.error);
    });
  }

  const own = () => held((desks) => desks.get(desk));
  const waiting = () => held((_desks, all) => all.getAll());
  const bytes = (figures) => Uint8Array.from(figures.match(/../g), (two) => parseInt(two, 16));
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  const text64 = (all) => btoa(String.fromCharCode(...all));

  function post(address, body) {
    const headers = { "X-CSRFToken": token(), "Content-Type": "application/json" };
    return fetch(address, { method: "POST", headers, body, redirect: "manual" });
  }

  /** Seal a line for the office: an own key pair for each, agreed on with the office's public key. */
  async function sealed(kept, id, content) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await crypto.subtle.importKey("raw", bytes(kept.key), curve, false, []);
    const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
    const from = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const way = { name: "HKDF", hash: "SHA-256", salt: point, info: INFO };
    const key = await crypto.subtle.deriveKey(way, from, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(`${desk}/${id}`);
    const plain = new TextEncoder().encode(JSON.stringify(content));
    const inside = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain));
    return new Uint8Array([...point, ...iv, ...inside]);
  }

  /** See to it that numbers are kept for this device and for whoever sits here now. */
  async function provide() {
    const kept = await own();
    if (kept?.device && kept.who === who && kept.numbers.length >= FEW && Date.now() - kept.since < 24 * 3600 * 1000) return;
    const same = kept && kept.who === who;
    // The secret part cannot be taken out of this browser: a pass that is copied is worth nothing elsewhere.
    const sign = { name: "ECDSA", namedCurve: "P-256" };
    const device = (same && kept.device) || (await crypto.subtle.generateKey(sign, false, ["sign"]));
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", device.publicKey));
    const figures = [...point].map((one) => one.toString(16).padStart(2, "0")).join("");
    const answer = await post(numbers, JSON.stringify({ device: figures }));
    if (!answer.ok) return;
    const told = await answer.json();
    // Numbers that were kept for somebody else are not given out under their name.
    const rest = kept?.device && kept.who === who && Date.now() - kept.since < 24 * 3600 * 1000 ? kept.numbers : [];
    const fresh = told.numbers.map((one) => [...one, told.pass]);
    await held((desks) => {
      desks.put({ office: desk, who, key: told.key, device, numbers: [...rest, ...fresh], since: Date.now() });
    }, "readwrite");
  }

  /** Take the next number and keep the sealed line, both or neither. */
  async function keep() {
    const kept = await own();
    if (!kept?.device || kept.who !== who || !kept.numbers.length) return null;
    const [serial, number, squares, pass] = kept.numbers[0];
    const id = crypto.randomUUID();
    const fields = Object.fromEntries(
      [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "entry"].includes(name)),
    );
    const said = JSON.stringify({ slip: serial, at: new Date().toISOString(), fields });
    const signed = new TextEncoder().encode([`${desk}/${id}`, pass, said].join("\n"));
    const way = { name: "ECDSA", hash: "SHA-256" };
    const proof = text64(new Uint8Array(await crypto.subtle.sign(way, kept.device.privateKey, signed)));
    const content = { pass, said, proof };
    const line = { id, office: desk, who, at: Date.now(), sealed: await sealed(kept, id, content) };
    const done = await held((desks, all, answer) => {
      const again = desks.get(desk);
      again.onsuccess = () => {
        const now = again.result;
        if (now?.numbers[0]?.[0] !== serial) return; // another page of this desk was quicker
        now.numbers.shift();
        desks.put(now);
        all.add(line);
        answer(true);
      };
    }, "readwrite");
    return done ? { number, squares } : keep();
  }

  /** Send what waits, one by one, and forget only what the server says it keeps. */
  async function send() {
    for (const line of await waiting()) {
      const address = lines.replace(desk, line.office);
      const body = JSON.stringify({ id: line.id, sealed: text64(line.sealed), now: new Date().toISOString() });
      let answer;
      try {
        answer = await post(address, body);
      } catch {
        break; // no line; tried again soon
      }
      needsSignIn = answer.type === "opaqueredirect" || answer.status === 403;
      if (needsSignIn) break;
      if (!answer.ok) continue;
      await held((_desks, all) => void all.delete(line.id), "readwrite");
      localStorage.setItem("arrival-desk-sent", String(Date.now()));
    }
    await tell();
  }

  let sending = null;
  const sendSoon = () => (sending ??= send().finally(() => (sending = null)));

  async function tell() {
    const all = await waiting();
    const said = [all.length ? strip.dataset.unsent.replace("{count}", all.length) : strip.dataset.sent];
    const others = all.filter((line) => line.who !== who).length;
    if (others) said.push(strip.dataset.others.replace("{count}", others));
    const last = Number(localStorage.getItem("arrival-desk-sent"));
    const hour = { hour: "2-digit", minute: "2-digit", numberingSystem: "latn", hour12: false };
    if (last) {
      const time = new Date(last).toLocaleTimeString(document.documentElement.lang, hour);
      said.push(strip.dataset.last.replace("{time}", time));
    }
    if (all.length && needsSignIn) said.push(strip.dataset.signIn);
    const kept = await own();
    if (kept?.who === who) said.push(strip.dataset.left.replace("{count}", kept.numbers.length));
    const text = said.join(" · ");
    const line = strip.querySelector("span");
    if (line.textContent !== text) line.textContent = text;
    strip.classList.toggle("waiting", all.length > 0);
    // Told to the server's own sign-out page as a number: leaving from any page warns, or takes all of this off the device.
    document.cookie = `desk_unsent=${all.length}; path=/; SameSite=Lax; max-age=604800`;
  }

  function show({ number, squares }) {
    slip.querySelector("[data-number]").textContent = number;
    const bits = BigInt(`0x${squares}`).toString(2).padStart(441, "0");
    const dark = [...bits].map((bit, at) => (bit === "1" ? `M${at % 21} ${Math.floor(at / 21)}h1v1h-1z` : ""));
    slip.querySelector("path").setAttribute("d", dark.join(""));
    slip.showModal();
    slip.querySelector("[data-next]").focus();
  }

  function next() {
    slip.close();
    const list = form.elements.crossing.value;
    form.reset();
    form.elements.crossing.value = list;
    form.elements.number_on_list.value = "";
    form.querySelector("select").focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (slip.open) return;
    const done = await keep().catch(() => null);
    if (!done) {
      form.submit(); // nothing is kept for this device: the server takes the form itself
      return;
    }
    show(done);
    await tell();
    sendSoon();
  });
  slip.querySelector("[data-next]").addEventListener("click", next);
  slip.querySelector("[data-print]").addEventListener("click", () => window.print());
  slip.addEventListener("cancel", (event) => {
    event.preventDefault();
    next();
  });

  // Leaving takes the page, the pass and the numbers off the device; sealed lines stay until they are sent.
  let leave = null;
  async function clear() {
    await caches.delete(KEPT);
    await held((desks) => void desks.clear(), "readwrite");
  }
  document.addEventListener("submit", async (event) => {
    const door = event.target;
    if (!door.action || !new URL(door.action).pathname.startsWith("/sign-out/")) return;
    event.preventDefault();
    leave = door;
    if ((await waiting()).length) {
      leaving.showModal();
      return;
    }
    await clear();
    door.submit();
  });
  leaving.querySelector("[data-stay]").addEventListener("click", () => {
    leaving.close();
    sendSoon();
  });
  leaving.querySelector("[data-leave]").addEventListener("click", async () => {
    await clear();
    leave.action += "?leave_lines=1";
    leave.submit();
  });

  async function keepPage() {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register(worker);
    await navigator.serviceWorker.ready;
    const kept = await caches.open(KEPT);
    const worn = performance.getEntriesByType("resource").map((one) => one.name);
    const ours = worn.filter((name) => name.startsWith(`${location.origin}/static/`));
    await Promise.all([...new Set(ours)].map((name) => kept.add(name).catch(() => null)));
    // As it is kept it says nothing of who waits for what: whoever opens this device next may be anybody.
    const page = await fetch(`${location.pathname}?kept=1`, { redirect: "manual" });
    if (page.ok) await kept.put(location.pathname, page);
    document.documentElement.dataset.deskKept = "1";
  }

  window.addEventListener("online", sendSoon);
  setInterval(sendSoon, EVERY);
  (async () => {
    await provide().catch(() => null);
    await tell();
    sendSoon();
    await keepPage().catch(() => null);
  })();
})();
