// A phone made of the engine of ODK Web Forms: loads a form over OpenRosa, fills it and sends it.
//
// In: one line of JSON on standard input: {base, code, answers: {question: [values]}}; `base` is the address of the server.
// Out: one line of JSON: {hash, people, status, told, again, xml}.
import { JSDOM } from "jsdom";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// The engine was made for browsers: it asks for a page, and its grammar for a folder and a loader.
const { window } = new JSDOM("<!doctype html>", { url: "https://form.example/" });
const sendOverTheNet = globalThis.fetch;
const offered = new Set(Object.getOwnPropertyNames(globalThis));
for (const name of Object.getOwnPropertyNames(window)) {
  if (!offered.has(name) && /^[A-Z]/.test(name)) globalThis[name] = window[name];
}
Object.assign(globalThis, { window, document: window.document, File: window.File, FormData: window.FormData, Blob: window.Blob });
Object.assign(globalThis, { __dirname: import.meta.dirname, require: createRequire(import.meta.url) });

const { loadForm } = await import("@getodk/xforms-engine");

const job = JSON.parse(readFileSync(0, "utf8"));
const page = (text) => new window.DOMParser().parseFromString(text, "text/xml");
const openRosa = { "X-OpenRosa-Version": "1.0", Date: new Date().toUTCString() };

async function asked(address) {
  const answer = await sendOverTheNet(address, { headers: openRosa });
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`);
  if (answer.headers.get("X-OpenRosa-Version") !== "1.0") throw new Error(`${address}: no OpenRosa`);
  return await answer.text();
}

const said = (node, name) => node.getElementsByTagName(name)[0]?.textContent;
const md5 = (text) => `md5:${createHash("md5").update(text).digest("hex")}`;

const list = page(await asked(`${job.base}/formList`));
const wanted = [...list.getElementsByTagName("xform")].find((form) => said(form, "formID") === job.code);
const xform = await asked(said(wanted, "downloadUrl"));
const files = {};
for (const file of page(await asked(said(wanted, "manifestUrl"))).getElementsByTagName("mediaFile")) {
  const text = await asked(said(file, "downloadUrl"));
  if (md5(text) !== said(file, "hash")) throw new Error("the list is not what the manifest says");
  files[said(file, "filename")] = text;
}

const form = await loadForm(xform, {
  fetchFormAttachment: async (url) =>
    new Response(files[url.pathname.split("/").at(-1)], { headers: { "Content-Type": "text/csv" } }),
});
if (form.status === "failure") throw new Error(String(form.error?.message ?? form.error));
const { root } = form.createInstance();

function* leaves(node) {
  for (const child of node.currentState.children ?? []) {
    if (["select", "input"].includes(child.nodeType)) yield child;
    else if (!child.nodeType.startsWith("repeat-range")) yield* leaves(child);
  }
}

for (const node of leaves(root)) {
  const given = job.answers[node.currentState.reference.split("/").at(-1)];
  if (!given || !node.currentState.relevant) continue;
  if (node.nodeType === "select") node.selectValues(given);
  else node.setValue(given[0]);
}

const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
const xml = await new Promise((resolve, reject) => {
  const reader = new window.FileReader();
  reader.onload = () => resolve(reader.result);
  reader.onerror = reject;
  reader.readAsText(payload.data[0].get("xml_submission_file"));
});

async function sent() {
  const where = await sendOverTheNet(`${job.base}/submission`, { method: "HEAD", headers: openRosa });
  if (where.status !== 204) throw new Error(`HEAD: ${where.status}`);
  // Written out by hand: the page's own parcels are not those of the net.
  const edge = "sankofa-edge";
  const head = `--${edge}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="submission.xml"`;
  const body = Buffer.from(`${head}\r\nContent-Type: text/xml\r\n\r\n${xml}\r\n--${edge}--\r\n`);
  const headers = { ...openRosa, "Content-Type": `multipart/form-data; boundary=${edge}` };
  return await sendOverTheNet(where.headers.get("Location"), { method: "POST", headers, body });
}

const first = await sent();
const told = page(await first.text()).getElementsByTagName("message")[0].textContent;
const again = await sent();
process.stdout.write(
  JSON.stringify({
    hash: md5(xform) === said(wanted, "hash"),
    people: files["caseload.csv"],
    status: first.status,
    told,
    again: again.status,
    xml,
  }),
);
