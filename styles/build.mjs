// Builds what the pages wear: the style sheet, the fonts and htmx, into sankofa/shell/static/shell/.
// The results are committed, so that nobody needs Node to run Sankofa.
// `npm run build` writes them; `npm run check` fails when what is committed differs from what would be written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const modules = join(root, "node_modules");
const out = join(root, "sankofa", "shell", "static", "shell");

// Which scripts we ship, and how bold. The browser fetches a file only when a page has letters in its range.
const faces = [
  ["noto-sans", "Noto Sans", "latin", [400, 600]],
  ["noto-sans", "Noto Sans", "latin-ext", [400, 600]],
  ["noto-naskh-arabic", "Noto Naskh Arabic", "arabic", [400, 600]],
  ["noto-sans-bengali", "Noto Sans Bengali", "bengali", [400]],
  ["noto-sans-devanagari", "Noto Sans Devanagari", "devanagari", [400]],
  ["noto-sans-sinhala", "Noto Sans Sinhala", "sinhala", [400]],
  ["noto-sans-tamil", "Noto Sans Tamil", "tamil", [400]],
  ["noto-sans-armenian", "Noto Sans Armenian", "armenian", [400]],
];

/** The font rules and the font files they name. A late font is left out rather than letting the page jump. */
function fonts() {
  const rules = [];
  const files = new Map();
  const licences = new Map();
  for (const [pack, family, subset, weights] of faces) {
    const folder = join(modules, "@fontsource", pack);
    const range = JSON.parse(readFileSync(join(folder, "unicode.json"), "utf8"))[subset];
    for (const weight of weights) {
      const file = `${pack}-${subset}-${weight}.woff2`;
      files.set(`fonts/${file}`, readFileSync(join(folder, "files", `${pack}-${subset}-${weight}-normal.woff2`)));
      rules.push(
        `@font-face{font-family:"${family}";font-weight:${weight};font-display:optional;` +
          `src:url(fonts/${file}) format("woff2");unicode-range:${range}}`,
      );
    }
    const [first, ...rest] = readFileSync(join(folder, "LICENSE"), "utf8").split("\n");
    licences.set(family, first.trim());
    licences.set("", rest.join("\n").trim());
  }
  const text = licences.get("");
  licences.delete("");
  const notice = [...licences].map(([family, line]) => `${family}: ${line}`).join("\n");
  files.set("fonts/LICENCE.txt", Buffer.from(`${notice}\n\n${text}\n`));
  return { css: rules.join("") , files };
}

/** The compiled style sheet. It must serve both directions, so a fixed side is a mistake here, not a matter of taste. */
function stylesheet(fontRules) {
  const { css } = sass.compile(join(here, "sankofa.scss"), {
    loadPaths: [modules],
    style: "compressed",
    charset: false,
    quietDeps: true,
  });
  // Tabler's reset clears a float we do not use, and mixes a link colour that older phones cannot.
  const ours = css
    .replace("legend+*{clear:left}", "")
    .replace(/a\{color:color-mix\([^}]*?\);/, "a{");
  const fixed =
    ours.match(/[{;](?:[a-z-]*(?:-left|-right)[a-z-]*|left|right|float|clear|text-align):(?:left|right)?[^;}]*/g) ?? [];
  const wrong = fixed.filter((rule) => !/text-align:(?!left|right)|float:none|float:inline-start/.test(rule));
  if (wrong.length) throw new Error(`fixed sides in the style sheet: ${wrong.join(" ")}`);
  if (/color-mix|oklch|oklab/.test(ours)) throw new Error("a colour that older phones cannot show");
  const notice = "/*! Sankofa. Contains the reset of Tabler and Bootstrap (MIT); see LICENCES.txt */\n";
  return Buffer.from(`${notice}${fontRules}${ours}\n`);
}

const { css, files } = fonts();
files.set("sankofa.css", stylesheet(css));
files.set("htmx.min.js", readFileSync(join(modules, "htmx.org", "dist", "htmx.min.js")));

const version = (pack) => JSON.parse(readFileSync(join(modules, pack, "package.json"), "utf8")).version;
const licence = (pack) => readFileSync(join(modules, pack, "LICENSE"), "utf8").trim();
files.set(
  "LICENCES.txt",
  Buffer.from(
    `htmx ${version("htmx.org")}, htmx.min.js\n\n${licence("htmx.org")}\n\n\n` +
      `Tabler ${version("@tabler/core")}, the reset inside sankofa.css (from Bootstrap and Normalize)\n\n` +
      `${readFileSync(join(here, "LICENCE-tabler.txt"), "utf8").trim()}\n\n\nNoto fonts: see fonts/LICENCE.txt\n`,
  ),
);

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
const sheet = files.get("sankofa.css");
console.log(
  `sankofa.css ${sheet.length} bytes, gzip ${gzipSync(sheet, { level: 9 }).length}, brotli ${brotliCompressSync(sheet).length}` +
    ` (of which font rules: gzip ${gzipSync(Buffer.from(css), { level: 9 }).length})`,
);
if (stale.length) {
  console.error(`out of date, run npm run build: ${stale.join(", ")}`);
  process.exit(1);
}
