// What a device keeps of filled forms: drafts that only their writer opens, and finished ones sealed to the office.
// No answer lies readable on the device: the key of drafts is in a cookie that goes with the sign-out, and finished
// forms can be opened by nobody on this device any more.  The pass that names the writer lies under the same key: whoever
// uses the device next can send nothing in that name.
globalThis.Sankofa = globalThis.Sankofa ?? {};
(() => {
  "use strict";
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return; // the page then leads to the form question by question
  const INFO = new TextEncoder().encode("sankofa filled form 1");
  const KEPT = "forms";
  const SIGNS = "0123456789ABCDEFGHJKMNPRSTVWXYZ";
  const SHOWN_FOR = 30 * 24 * 3600 * 1000;
  const words = (text) => new TextEncoder().encode(text);
  const text = (bytes) => new TextDecoder().decode(bytes);
  const figures = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  const unpacked = (base64) => Uint8Array.from(atob(base64.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const packed = (bytes) => {
    let signs = "";
    for (let at = 0; at < bytes.length; at += 8192) signs += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(signs);
  };
  const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]+)`))?.[1];

  // `drafts` and `parcels`: sealed; `offices`: the public key of an office and, sealed, the pass of its writer.
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open(KEPT, 2);
    asked.onupgradeneeded = () => {
      const base = asked.result;
      // Passes once lay there readable; they are fetched again.
      if (base.objectStoreNames.contains("offices")) base.deleteObjectStore("offices");
      for (const name of ["offices", "drafts", "parcels"]) {
        if (!base.objectStoreNames.contains(name)) base.createObjectStore(name, { keyPath: "id" });
      }
    };
    asked.onsuccess = () => {
      // Another page of the house may be newer, or leaving: it must not wait for this one.
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });

  /** Do something with the tables in one transaction, which is on the disk when this is done. */
  async function held(work, mode = "readonly") {
    const base = await opened;
    return new Promise((resolve, reject) => {
      const at = base.transaction(["offices", "drafts", "parcels"], mode, { durability: "strict" });
      const asked = work((name) => at.objectStore(name));
      at.oncomplete = () => resolve(asked?.result);
      at.onerror = at.onabort = () => reject(at.error);
    });
  }

  /** Whoever is signed in here, and the key that opens their drafts; null where nobody is. */
  async function writer() {
    const [who, key] = (cookie("forms_key") ?? "").split(".");
    if (!key) return null;
    return { who, key: await crypto.subtle.importKey("raw", unpacked(key), "AES-GCM", false, ["encrypt", "decrypt"]) };
  }

  /** Seal something so that its writer alone opens it again, in this place and no other. */
  async function closed(mine, id, content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const way = { name: "AES-GCM", iv, additionalData: words(`${mine.who}/${id}`) };
    return new Uint8Array([...iv, ...new Uint8Array(await crypto.subtle.encrypt(way, mine.key, words(JSON.stringify(content))))]);
  }

  /** Open what the writer sealed; null where it is another writer's, or the key has changed. */
  async function read(mine, id, sealed) {
    const way = { name: "AES-GCM", iv: sealed.slice(0, 12), additionalData: words(`${mine.who}/${id}`) };
    try {
      return JSON.parse(text(await crypto.subtle.decrypt(way, mine.key, sealed.slice(12))));
    } catch {
      return null;
    }
  }

  /** Seal a filled form for the office: an own key pair for each, agreed on with the office's public key. */
  async function sealed(publicKey, about, content) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await crypto.subtle.importKey("raw", figures(publicKey), curve, false, []);
    const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
    const from = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const way = { name: "HKDF", hash: "SHA-256", salt: point, info: INFO };
    const key = await crypto.subtle.deriveKey(way, from, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const seal = { name: "AES-GCM", iv, additionalData: words(about) };
    const inside = new Uint8Array(await crypto.subtle.encrypt(seal, key, words(JSON.stringify(content))));
    return new Uint8Array([...point, ...iv, ...inside]);
  }

  function post(address, body) {
    const token = cookie("csrftoken") ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
    return fetch(address, { method: "POST", headers, body: JSON.stringify(body), redirect: "manual" });
  }

  /** Have the office's key and the writer's pass ready for when the line is down. */
  async function provide(office, address) {
    const answer = await post(address, {});
    if (!answer.ok) return;
    const told = await answer.json();
    const mine = await writer();
    if (!mine) return;
    const pass = await closed(mine, `pass/${office}`, told.pass);
    await held((table) => table("offices").put({ id: office, who: mine.who, key: told.key, pass }), "readwrite");
  }

  /** Take the passes of everybody else off the device: whoever signed in since has their own. */
  async function sweep() {
    const mine = await writer();
    const known = await held((table) => table("offices").getAll());
    const others = known.filter((one) => !mine || one.who !== mine.who);
    await held((table) => others.forEach((one) => table("offices").delete(one.id)), "readwrite");
  }

  /** Keep a draft as it stands. */
  async function keep(id, content) {
    const mine = await writer();
    if (!mine) return false;
    const draft = { id, who: mine.who, at: Date.now(), sealed: await closed(mine, id, content) };
    await held((table) => table("drafts").put(draft), "readwrite");
    return true;
  }

  /** The writer's drafts that open here, the latest first, and how many others wait on this device. */
  async function drafts() {
    const mine = await writer();
    const all = await held((table) => table("drafts").getAll());
    const found = [];
    for (const one of all) {
      const content = mine && one.who === mine.who ? await read(mine, one.id, one.sealed) : null;
      if (content) found.push({ id: one.id, at: one.at, ...content });
    }
    return { found: found.sort((one, other) => other.at - one.at), others: all.length - found.length };
  }

  const forget = (id) => held((table) => table("drafts").delete(id), "readwrite");

  /** Finish a form: the draft goes and the sealed form waits to be sent, both or neither. */
  async function finish(id, { office, title, name, xml }) {
    const mine = await writer();
    const known = await held((table) => table("offices").get(office));
    if (!mine || known?.who !== mine.who) return false;
    const pass = await read(mine, `pass/${office}`, known.pass);
    if (!pass) return false;
    const about = `${office}/${id}`;
    const parcel = {
      id,
      office,
      who: mine.who,
      at: Date.now(),
      received: 0,
      sealed: await sealed(known.key, about, { pass, at: new Date().toISOString(), xml }),
      label: await closed(mine, id, { title, name }),
    };
    await held((table) => {
      table("drafts").delete(id);
      table("parcels").put(parcel);
    }, "readwrite");
    return true;
  }

  /** Everything finished on this device, the latest first; what is somebody else's says no more than that it is there. */
  async function parcels() {
    const mine = await writer();
    const all = await held((table) => table("parcels").getAll());
    const found = all.map(async (one) => ({
      id: one.id,
      at: one.at,
      received: one.received,
      becomes: one.becomes,
      receipt: receipt(one.id),
      ...((mine && one.who === mine.who && (await read(mine, one.id, one.label))) || {}),
    }));
    return (await Promise.all(found)).sort((one, other) => other.at - one.at);
  }

  let needsSignIn = false;
  const listeners = [];

  /** Send what waits, one by one; the answers are let go of only when the server says that it keeps them. */
  async function send(address) {
    for (const one of await held((table) => table("parcels").getAll())) {
      if (one.received) {
        if (Date.now() - one.received > SHOWN_FOR) await held((table) => table("parcels").delete(one.id), "readwrite");
        continue;
      }
      let answer;
      try {
        const body = { id: one.id, office: one.office, sealed: packed(one.sealed), now: new Date().toISOString() };
        answer = await post(address, body);
      } catch {
        break; // no line; tried again soon
      }
      needsSignIn = answer.type === "opaqueredirect" || answer.status === 403;
      if (needsSignIn) break;
      if (!answer.ok) continue;
      const { becomes } = await answer.json().catch(() => ({}));
      await held((table) => table("parcels").put({ ...one, sealed: null, received: Date.now(), becomes }), "readwrite");
    }
    await tell();
  }

  /** Say how things stand to the page, and to the sign-out as a number. */
  async function tell() {
    const [begun, all] = [await drafts(), await parcels()];
    const unsent = all.filter((one) => !one.received).length;
    const count = begun.found.length + begun.others + unsent;
    document.cookie = `forms_unsent=${count}; path=/; SameSite=Lax; max-age=2592000`;
    for (const listener of listeners) listener({ drafts: begun, parcels: all, unsent, needsSignIn });
  }

  let sending = null;
  const sendSoon = (address) => (sending ??= send(address).finally(() => (sending = null)));

  /** Begin to send, and go on whenever there is a line. */
  function carry(address, listener) {
    listeners.push(listener);
    const again = () => sendSoon(address).catch(() => null);
    addEventListener("online", again);
    setInterval(again, 15000);
    return tell().then(again);
  }

  /** The receipt number that follows from the key of a form, as the server makes it. */
  function receipt(id) {
    const digest = blake2b16(figures(id.replace(/-/g, "")));
    const number = digest.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    let body = "";
    for (let place = 0n; place < 7n; place += 1n) body += SIGNS[Number((number / 31n ** place) % 31n)];
    const weighted = [...body].reduce((sum, sign) => (3 * sum + SIGNS.indexOf(sign)) % 31, 0);
    return `R-${body.slice(0, 4)}-${body.slice(4)}${SIGNS[(((1 - 3 * weighted) % 31) + 31) % 31]}`;
  }

  /** BLAKE2b of one short block, sixteen bytes long.  Source: RFC 7693. */
  function blake2b16(message) {
    const start = [
      0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
      0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
    ];
    const order =
      "0123456789abcdef ea489fd61c02b753 b8c052fdae367194 7931dcbe265a40f8 905724afe1bc683d 2c6a0b834d75fe19".split(" ");
    order.push("c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0");
    const BITS = (1n << 64n) - 1n;
    const turn = (word, by) => ((word >> by) | (word << (64n - by))) & BITS;
    const block = new Uint8Array(128);
    block.set(message);
    const words64 = new DataView(block.buffer);
    const state = start.map((word, at) => (at ? word : word ^ 0x01010000n ^ 16n));
    const v = [...state, ...start];
    v[12] ^= BigInt(message.length);
    v[14] ^= BITS;
    const mix = (a, b, c, d, x, y) => {
      v[a] = (v[a] + v[b] + x) & BITS;
      v[d] = turn(v[d] ^ v[a], 32n);
      v[c] = (v[c] + v[d]) & BITS;
      v[b] = turn(v[b] ^ v[c], 24n);
      v[a] = (v[a] + v[b] + y) & BITS;
      v[d] = turn(v[d] ^ v[a], 16n);
      v[c] = (v[c] + v[d]) & BITS;
      v[b] = turn(v[b] ^ v[c], 63n);
    };
    for (let round = 0; round < 12; round += 1) {
      const m = [...order[round % 10]].map((at) => words64.getBigUint64(8 * parseInt(at, 16), true));
      for (const at of [0, 1, 2, 3]) mix(at, at + 4, at + 8, at + 12, m[2 * at], m[2 * at + 1]);
      for (const at of [0, 1, 2, 3]) {
        mix(at, 4 + ((at + 1) % 4), 8 + ((at + 2) % 4), 12 + ((at + 3) % 4), m[8 + 2 * at], m[9 + 2 * at]);
      }
    }
    const out = new DataView(new ArrayBuffer(16));
    for (const at of [0, 1]) out.setBigUint64(8 * at, state[at] ^ v[at] ^ v[at + 8], true);
    return [...new Uint8Array(out.buffer)];
  }

  globalThis.Sankofa.keeping = { carry, drafts, finish, forget, keep, provide, receipt, sweep, tell, writer };
})();
