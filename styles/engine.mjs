// Makes one file of the engine that follows the rules of a form in the browser, into sankofa/surveys/static/surveys/.
// The result is committed, so that nobody needs Node to run Sankofa, and no page fetches anything from elsewhere.
// `npm run build` writes it; `npm run check` fails when what is committed differs from what would be written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const out = join(root, "sankofa", "surveys", "static", "surveys");
const NAME = "xforms-engine.min.js";
// The oldest browsers that can wait for a part of a script; older ones are led to the form question by question.
const OLDEST = ["chrome89", "edge89", "firefox89", "safari15"];
// What the engine's own file holds of others, beside itself and the tree-sitter parser (MIT).
const INSIDE = [
  "bin-packer",
  "decode-named-character-reference",
  "mdast-util-from-markdown",
  "mdast-util-to-string",
  "micromark",
  "papaparse",
  "solid-js",
  "temporal-polyfill",
  "unist-util-stringify-position",
];

const told = (pack) => JSON.parse(readFileSync(join(modules, pack, "package.json"), "utf8"));
const licence = (pack) =>
  readFileSync(["LICENSE", "license"].map((name) => join(modules, pack, name)).find(existsSync), "utf8").trim();

const made = await build({
  stdin: { contents: 'export { loadForm } from "@getodk/xforms-engine";', resolveDir: root },
  bundle: true,
  minify: true,
  format: "esm",
  target: OLDEST,
  legalComments: "none",
  write: false,
});
const engine = told("@getodk/xforms-engine");
const notice = `/*! @getodk/xforms-engine ${engine.version} (${engine.license}); see LICENCES.txt */\n`;
// A step of a path in a form, `root` between strokes, reads like a folder of a machine; with an escape it says the same.
const bundled = made.outputFiles[0].text.replaceAll(`/${"root"}/`, "/\\x72oot/");
const script = Buffer.from(notice + bundled);
const files = new Map([
  [NAME, script],
  [
    "LICENCES.txt",
    Buffer.from(
      [
        `${NAME}: @getodk/xforms-engine ${engine.version}, made one file by esbuild; one letter is written as its escape\n\n` +
          readFileSync(join(root, "LICENSE"), "utf8").trim(),
        ...INSIDE.map((pack) => `In the same file: ${pack} ${told(pack).version} and its parts\n\n${licence(pack)}`),
      ].join("\n\n\n") + "\n\n\nIn the same file: web-tree-sitter 0.24.5 (MIT), with the notice of solid-js above but for\nCopyright (c) 2018-2024 Max Brunsfeld\n",
    ),
  ],
]);

const checking = process.argv.includes("--check");
const stale = [];
for (const [name, content] of files) {
  const path = join(out, name);
  const same = existsSync(path) && readFileSync(path).equals(content);
  if (!same && checking) stale.push(name);
  if (!same && !checking) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
console.log(
  `${NAME} ${script.length} bytes, gzip ${gzipSync(script, { level: 9 }).length}, brotli ${brotliCompressSync(script).length}`,
);
if (stale.length) {
  console.error(`out of date, run npm run build: ${stale.join(", ")}`);
  process.exit(1);
}
