// A form on one page, kept on the device with every answer, and the list of what this device keeps.
(() => {
  "use strict";
  const { keeping, asking, leaves, nameOf } = globalThis.Sankofa ?? {};
  const place = document.querySelector("[data-forms]");
  const fallback = document.querySelector("[data-fallback]");
  if (!place || !keeping) {
    if (fallback) fallback.hidden = false;
    return; // no sealing in this browser: the form question by question is one link away
  }
  const facts = place.dataset;
  const say = JSON.parse(facts.words);
  const strip = document.querySelector("[data-strip]");
  const mark = () => document.querySelector("template[data-mark]").content.cloneNode(true);
  const SAVES_AFTER = 600;
  const KEPT = "forms";
  let savedAt = null;
  let finishedId = null;

  const language = document.documentElement.lang;
  const clock = language === "en" ? "en-GB" : language;
  const hour = { hour: "2-digit", minute: "2-digit", numberingSystem: "latn", hour12: false };
  const day = { day: "numeric", month: "long", numberingSystem: "latn" };
  const time = (at) => new Date(at).toLocaleTimeString(clock, hour);
  const moment = (at) => `${new Date(at).toLocaleDateString(clock, day)}, ${time(at)}`;
  const put = (one, text) => one && one.textContent !== text && (one.textContent = text);

  function status({ drafts, parcels, unsent, needsSignIn }) {
    const parts = [];
    if (savedAt && !finishedId) parts.push(say.saved.replace("{time}", time(savedAt)));
    parts.push(unsent ? say.unsent.replace("{count}", unsent) : say.allSent);
    if (unsent && needsSignIn) parts.push(say.signIn);
    put(strip.querySelector("span"), parts.join(" · "));
    strip.classList.toggle("waiting", unsent > 0);
    if (finishedId) receipt(parcels.find((one) => one.id === finishedId));
    list(drafts, parcels);
  }

  put(document.querySelector("[data-opening]"), say.opening);

  // The list of what this device keeps.

  function row(title, note, ...acts) {
    const one = document.createElement("li");
    const text = document.createElement("p");
    const name = document.createElement(note ? "b" : "span");
    const small = document.createElement("span");
    name.dir = "auto";
    small.className = "note";
    name.textContent = title;
    small.textContent = ` ${note}`;
    text.append(name, small);
    one.append(text, ...acts);
    return one;
  }

  function list(drafts, parcels) {
    const begun = document.querySelector("[data-drafts]");
    if (!begun) return;
    const done = document.querySelector("[data-parcels]");
    const now = JSON.stringify([drafts, parcels]);
    if (begun.dataset.shown === now) return;
    begun.dataset.shown = now;
    place.hidden = false;
    document.querySelector("[data-opening]").hidden = true;
    const rows = drafts.found.map((one) => {
      const on = document.createElement("a");
      on.className = "button";
      on.href = one.url;
      on.textContent = say.goOn;
      const away = document.createElement("button");
      away.className = "button quiet";
      away.type = "button";
      away.textContent = say.discard;
      away.addEventListener("click", () => ask(one));
      for (const act of [on, away]) act.setAttribute("aria-label", `${act.textContent}: ${one.title} · ${one.name || say.nobody}`);
      return row(`${one.title} · ${one.name || say.nobody}`, moment(one.at), on, away);
    });
    if (drafts.others) rows.push(row(say.others.replace("{count}", drafts.others), ""));
    begun.replaceChildren(...(rows.length ? rows : [row(say.nothingBegun, "")]));
    const finished = parcels.map((one) => {
      const title = one.title ? `${one.title} · ${one.name || say.nobody}` : say.ofAColleague;
      const standing = one.received ? say.received.replace("{time}", moment(one.received)) : say.waits;
      return row(title, [one.receipt, standing, say[one.becomes]].filter(Boolean).join(" · "));
    });
    done.replaceChildren(...(finished.length ? finished : [row(say.nothingFinished, "")]));
  }

  function ask(draft) {
    const dialog = document.querySelector("dialog[data-discard]");
    dialog.querySelector("[data-which]").textContent = `${draft.title} · ${draft.name || say.nobody}`;
    dialog.querySelector("[data-yes]").onclick = async () => {
      await keeping.forget(draft.id);
      dialog.close();
      await keeping.tell();
    };
    dialog.querySelector("[data-no]").onclick = () => dialog.close();
    dialog.showModal();
  }

  // The form itself.

  function receipt(parcel) {
    const panel = document.querySelector("[data-receipt]");
    if (!parcel || !panel) return;
    put(panel.querySelector("[data-number]"), parcel.receipt);
    put(panel.querySelector("[data-state]"), parcel.received ? say.received.replace("{time}", moment(parcel.received)) : say.waitsHere);
    if (say[parcel.becomes]) put(panel.querySelector("[data-then]"), say[parcel.becomes]);
  }

  async function xmlOf(root) {
    const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
    return payload.data[0].get("xml_submission_file").text();
  }

  const idOf = (xml) => xml.match(/instanceID>\s*uuid:([0-9a-f-]{36})/i)[1].toLowerCase();

  async function opened(draft) {
    const [{ loadForm }, xform] = await Promise.all([
      import(facts.engine),
      fetch(facts.xform).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status))))),
    ]);
    const people = facts.person ? `name,label\n${facts.person},${facts.person}\n` : "name,label\n";
    const form = await loadForm(xform, {
      fetchFormAttachment: async (url) =>
        url.pathname.endsWith("caseload.csv")
          ? new Response(people, { headers: { "Content-Type": "text/csv" } })
          : new Response("", { status: 404 }),
      missingResourceBehavior: "BLANK",
    });
    if (form.status === "failure") throw form.error;
    if (!draft) return form.createInstance().root;
    const data = new FormData();
    data.set("xml_submission_file", new File([draft.xml], "xml_submission_file", { type: "text/xml" }));
    return (await form.restoreInstance({ data: [data] })).root;
  }

  /** Let the reader choose a language of the form, beginning with the language of the page. */
  function languages(root, box, follow) {
    const code = (one) => one.language.match(/\(([A-Za-z-]+)\)\s*$/)?.[1] ?? one.language;
    const all = root.languages.filter((one) => one.language);
    const speak = (one) => {
      root.setLanguage(one);
      box.lang = code(one);
      box.dir = /^(ar|fa|ps|prs|ur)/.test(code(one)) ? "rtl" : "ltr";
      follow();
    };
    const first = all.find((one) => code(one) === language) ?? all.find((one) => one.isDefault) ?? all[0];
    if (first) speak(first);
    const chooser = document.querySelector("[data-languages]");
    if (all.length < 2) return;
    chooser.hidden = false;
    const select = chooser.querySelector("select");
    const own = new Intl.DisplayNames([language], { type: "language" });
    select.replaceChildren(...all.map((one, at) => new Option(own.of(code(one)) ?? one.language, String(at), false, one === first)));
    select.addEventListener("change", () => speak(all[Number(select.value)]));
  }

  async function fill() {
    const mine = await keeping.writer();
    if (!mine || (facts.who && facts.who !== mine.who)) throw new Error("nobody is signed in");
    const known = (await keeping.drafts()).found;
    // Of a person there is one form under way; of households and enterprises there may be many, each by its number.
    const wanted = new URLSearchParams(location.search).get("draft");
    const isWanted = (one) => (facts.person ? one.person === facts.person : one.id === wanted);
    const draft = known.find((one) => isWanted(one) && one.form === facts.form && one.version === facts.version);
    let name = facts.name || draft?.name || "";
    const which = document.querySelector("[data-which-one]");
    if (which) which.value = name;
    put(document.querySelector("[data-person-name]"), name);
    const root = await opened(draft);
    if (facts.person) {
      const whom = [...leaves(root)].find((node) => node.nodeType === "select" && /\/subject\/returnee$/.test(node.currentState.reference));
      whom?.selectValue(facts.person);
    }
    const box = document.querySelector("[data-questions]");
    let saving = Promise.resolve();
    let soon = null;
    async function save() {
      clearTimeout(soon);
      soon = null;
      if (finishedId) return;
      const xml = await xmlOf(root);
      const { person, office, form, version, title } = facts;
      const url = person ? location.pathname : `${location.pathname}?draft=${idOf(xml)}`;
      if (await keeping.keep(idOf(xml), { person, office, form, version, title, name, url, xml })) {
        if (!person) history.replaceState(null, "", url); // so that opening the page again goes on with this one
        savedAt = Date.now();
        await keeping.tell();
      }
    }
    const saveNow = () => (saving = saving.then(save).catch(() => put(strip.querySelector("span"), say.notSaved)));
    const changed = () => {
      clearTimeout(soon);
      soon = setTimeout(saveNow, SAVES_AFTER);
    };
    which?.addEventListener("input", () => {
      name = which.value.trim();
      changed();
    });
    const sensitive = new Set(facts.sensitive.split(" ").filter(Boolean));
    const drawn = asking({ box, root, say, mark, sensitive, changed });
    languages(root, box, drawn.follow);
    if (draft) savedAt = draft.at;
    document.querySelector("[data-resumed]").hidden = !draft;
    document.addEventListener("visibilitychange", () => document.hidden && soon && saveNow());
    place.hidden = false;
    document.querySelector("[data-opening]").hidden = true;
    document.documentElement.dataset.formOpen = "1";

    place.addEventListener("submit", async (event) => {
      event.preventDefault();
      const summary = document.querySelector("[data-errors]");
      const barriers = drawn.barriers();
      summary.hidden = !barriers.length;
      if (barriers.length) {
        summary.querySelector("ul").replaceChildren(
          ...barriers.map((one) => {
            const link = document.createElement("a");
            link.href = `#${one.first}`;
            link.textContent = one.text;
            const item = document.createElement("li");
            item.dir = box.dir;
            item.append(link);
            return item;
          }),
        );
        summary.focus({ preventScroll: true });
        summary.scrollIntoView({ block: "start" });
        return;
      }
      const button = place.querySelector("[type=submit]");
      button.disabled = true;
      clearTimeout(soon);
      await saving;
      const xml = await xmlOf(root);
      const { office, title } = facts;
      const done = await keeping.finish(idOf(xml), { office, title, name, xml }).catch(() => false);
      button.disabled = false;
      if (!done) {
        await saveNow();
        summary.hidden = false;
        const item = document.createElement("li");
        item.textContent = say.cannotFinish;
        summary.querySelector("ul").replaceChildren(item);
        summary.focus();
        return;
      }
      finishedId = idOf(xml);
      place.hidden = true;
      document.querySelector("[data-resumed]").hidden = true;
      const panel = document.querySelector("[data-receipt]");
      panel.hidden = false;
      panel.querySelector("h1").focus();
      await keeping.tell();
      dispatchEvent(new Event("online"));
    });
  }

  async function keepPage() {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register(facts.worker);
    await navigator.serviceWorker.ready;
    const kept = await caches.open(KEPT);
    const worn = performance.getEntriesByType("resource").map((one) => one.name);
    const ours = worn.filter((name) => name.startsWith(`${location.origin}/static/`));
    await Promise.all([...new Set(ours)].map(async (name) => (await kept.match(name, { ignoreVary: true })) ?? kept.add(name).catch(() => null)));
    if (facts.xform && !(await kept.match(facts.xform, { ignoreVary: true }))) await kept.add(facts.xform);
    // As they are kept the pages name nobody: whoever opens this device next may be anybody.
    for (const address of new Set([location.pathname, facts.list])) {
      const page = await fetch(`${address}?kept=1`, { redirect: "manual" });
      if (page.ok) await kept.put(address, page);
    }
    document.documentElement.dataset.formsKept = "1";
  }

  (async () => {
    await keeping.sweep().catch(() => null);
    if (facts.office) await keeping.provide(facts.office, facts.key).catch(() => null);
    if (facts.xform) {
      await fill().catch((failure) => {
        console.warn(failure);
        document.querySelector("[data-opening]").hidden = true;
        fallback.hidden = false;
      });
    }
    await keeping.carry(facts.arrive, status);
    await keepPage().catch(() => null);
  })();
})();
