// Fills forms with the engine of ODK Web Forms, as a phone would, and prints what it found.
//
// In: one line of JSON on standard input, a list of jobs:
//   {xform, attachments: {name: text}, fills: [{answers: {question: [values]}, rows: {repeat: [answers]}, wrong: [[question, [values]]]}]}
// Out: one line of JSON, for every job {languages, fills: [{asked, rows, fired, violations, xml}]}.
import { JSDOM } from "jsdom";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// The engine was made for browsers: it asks for a page, and its grammar for a folder and a loader.
const { window } = new JSDOM("<!doctype html>", { url: "https://form.example/" });
const offered = new Set(Object.getOwnPropertyNames(globalThis));
for (const name of Object.getOwnPropertyNames(window)) {
  if (!offered.has(name) && /^[A-Z]/.test(name)) globalThis[name] = window[name];
}
Object.assign(globalThis, { window, document: window.document, File: window.File, FormData: window.FormData, Blob: window.Blob });
Object.assign(globalThis, { __dirname: import.meta.dirname, require: createRequire(import.meta.url) });

const { loadForm } = await import("@getodk/xforms-engine");

const nameOf = (node) => node.currentState.reference.split("/").at(-1).replace(/\[\d+\]$/, "");

const isQuestion = (node) => ["select", "input", "note", "trigger", "rank", "range", "upload"].includes(node.nodeType);

function* leaves(node) {
  for (const child of node.currentState.children ?? []) {
    if (child.nodeType.startsWith("repeat-range")) continue;
    if (isQuestion(child)) yield child;
    else yield* leaves(child);
  }
}

function* ranges(node) {
  for (const child of node.currentState.children ?? []) {
    if (child.nodeType.startsWith("repeat-range")) yield child;
    else if (child.nodeType === "group" || child.nodeType === "subtree") yield* ranges(child);
  }
}

function put(node, values) {
  if (node.nodeType === "select") node.selectValues(values);
  else node.setValue(values[0] ?? "");
}

function isWrong(node) {
  return node.validationState.constraint.valid === false;
}

// Questions are answered in their order, so that what an answer opens is there when its turn comes.
function answer(parent, answers, wrong, fired) {
  for (const node of leaves(parent)) {
    const name = nameOf(node);
    if (!node.currentState.relevant || node.nodeType === "note") continue;
    for (const values of wrong.filter(([question]) => question === name).map(([, given]) => given)) {
      put(node, values);
      fired.push([name, values, isWrong(node)]);
      put(node, []);
    }
    if (answers[name]) {
      put(node, answers[name]);
      fired.push([name, answers[name], isWrong(node)]);
    }
  }
}

const askedIn = (parent) => [...leaves(parent)].filter((node) => node.currentState.relevant).map(nameOf);

async function filled(form, fill) {
  const { root } = form.createInstance();
  const fired = [];
  const wrong = fill.wrong ?? [];
  answer(root, fill.answers, wrong, fired);
  const rows = {};
  for (const range of ranges(root)) {
    const name = nameOf(range);
    const wanted = fill.rows[name] ?? [];
    if (!range.currentState.relevant) continue;
    const there = range.currentState.children.length;
    if (there > wanted.length) range.removeInstances(wanted.length, there - wanted.length);
    if (there < wanted.length) range.addInstances(there - 1, wanted.length - there);
    range.currentState.children.forEach((row, index) => answer(row, wanted[index], wrong, fired));
    rows[name] = range.currentState.children.map(askedIn);
  }
  answer(root, fill.answers, [], []);
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const file = payload.data[0].get("xml_submission_file");
  const xml = await new Promise((resolve, reject) => {
    const reader = new window.FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = reject;
    reader.readAsText(file);
  });
  const violations = root.validationState.violations.map((one) => [one.reference, one.violation.condition]);
  return { asked: askedIn(root), rows, fired, violations, xml };
}

const results = [];
for (const job of JSON.parse(readFileSync(0, "utf8"))) {
  const form = await loadForm(job.xform, {
    fetchFormAttachment: async (url) => {
      const text = (job.attachments ?? {})[url.pathname.split("/").at(-1)];
      return text === undefined
        ? new Response("", { status: 404 })
        : new Response(text, { headers: { "Content-Type": "text/csv" } });
    },
  });
  if (form.status === "failure") {
    results.push({ error: String(form.error?.message ?? form.error) });
    continue;
  }
  const languages = [...form.createInstance().root.languages].map((one) => one.language ?? "");
  const fills = [];
  for (const fill of job.fills) fills.push(await filled(form, fill));
  results.push({ languages, fills });
}
process.stdout.write(JSON.stringify(results));
