// Draws a form that the engine of ODK Web Forms has opened, with the plain fields of our pages, and keeps both alike:
// what is asked, what is written there and what is wrong with it follows the engine after every answer.
globalThis.Sankofa = globalThis.Sankofa ?? {};
(() => {
  "use strict";
  const LISTED_FROM = 16; // longer lists are chosen from a box, shorter ones are laid out
  const UNSAID = ["dont_know", "prefer_not"];
  const TYPES = { date: "date", time: "time", dateTime: "datetime-local" };
  const NEEDS_A_PHONE = ["upload", "rank"];
  const GEO = ["geopoint", "geotrace", "geoshape"];

  const nameOf = (node) => node.currentState.reference.split("/").at(-1).replace(/\[\d+\]$/, "");
  const said = (range) => range?.asString?.trim() ?? "";

  function made(tag, traits = {}, ...inside) {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(traits)) {
      if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
      else if (value === true) one.setAttribute(name, "");
      else if (value !== false && value !== null) one.setAttribute(name, value);
    }
    one.append(...inside);
    return one;
  }

  function put(one, text) {
    if (one.textContent !== text) one.textContent = text;
    one.hidden = !text;
  }

  /** What the field shows of a value that the engine holds. */
  function shown(node) {
    const { value } = node.currentState;
    if (value === null || value === undefined) return "";
    if (node.valueType === "dateTime") return String(value).slice(0, 16);
    if (node.valueType === "time") return String(value).slice(0, 5);
    return String(value);
  }

  /** What the engine is given of what somebody wrote. */
  function meant(node, typed) {
    if (node.valueType === "decimal" || node.valueType === "int") return typed.trim().replace(",", ".");
    if (node.valueType === "dateTime" && typed) return new Date(typed).toISOString();
    if (node.valueType === "time" && typed) return `${typed}:00`;
    return typed;
  }

  globalThis.Sankofa.asking = ({ box, root, say, mark, sensitive, changed }) => {
    const parts = new Map(); // by the engine's own number of a node: how its field is made to follow
    const broken = new Map(); // what was typed and is no value at all, by the same number
    const touched = new Set();
    let everything = false; // after "Check and send": say of every question what is wrong with it
    let last = 0;

    function follow() {
      for (const part of [...parts.values()]) part();
    }

    function give(node, work) {
      try {
        work();
        broken.delete(node.nodeId);
      } catch {
        broken.set(node.nodeId, say.notANumber);
      }
      follow();
      changed();
    }

    function wrong(node) {
      if (broken.has(node.nodeId)) return broken.get(node.nodeId);
      const { violation } = node.validationState;
      if (!violation) return "";
      if (violation.condition === "required") return said(violation.message) || say.answerThis;
      return said(violation.message) || say.notPossible;
    }

    const isOverheard = () => {
      let heard = false;
      for (const node of leaves(root)) if (nameOf(node) === "present" && node.nodeType === "select") heard ||= node.isSelected("others");
      return heard;
    };

    /** Lay out one question: its words, its hint, what is wrong, and the field. */
    function asked(node, group) {
      const id = `q${(last += 1)}`;
      const label = made("span");
      const optional = made("span", { class: "optional" }, ` ${say.optional}`);
      const hint = made("div", { class: "hint", id: `${id}-hint` });
      const words = made("span");
      const error = made("div", { class: "error", id: `${id}-error`, hidden: true }, mark(), words);
      const care = made("div", { class: "notice care", hidden: true }, mark(), made("div", {}, made("p", {}, say.overheard)));
      const many = group.kind === "choices";
      const wrap = made(many ? "fieldset" : "div", { class: "field" });
      const field = group.make(id);
      const head = many ? made("legend", {}, label, optional) : made("label", { for: id }, label, optional);
      wrap.append(head, care, hint, error, field.part);
      wrap.dataset.asked = nameOf(node);
      wrap.dataset.first = field.first;
      const targets = many ? [wrap] : [field.part];
      parts.set(node.nodeId, () => {
        const { currentState: now } = node;
        wrap.hidden = !now.relevant;
        if (!now.relevant) return;
        put(label, said(now.label));
        put(hint, said(now.hint));
        optional.hidden = now.required || now.readonly;
        care.hidden = !(sensitive.has(nameOf(node)) && isOverheard());
        const told = everything || touched.has(node.nodeId) ? wrong(node) : "";
        put(words, told);
        error.hidden = !told;
        wrap.classList.toggle("wrong", Boolean(told));
        const about = [hint.hidden ? "" : hint.id, told ? error.id : ""].filter(Boolean).join(" ");
        for (const target of targets) {
          if (about) target.setAttribute("aria-describedby", about);
          else target.removeAttribute("aria-describedby");
          if (!many) target.setAttribute("aria-invalid", String(Boolean(told)));
        }
        field.follow();
      });
      return wrap;
    }

    function typed(node) {
      return {
        kind: "field",
        make(id) {
          const isLong = node.valueType === "string" && (node.nodeOptions?.rows || node.appearances?.multiline);
          const traits = { id, autocomplete: "off" };
          if (isLong) traits.rows = node.nodeOptions?.rows ?? 4;
          else traits.type = TYPES[node.valueType] ?? "text";
          if (node.valueType === "int") traits.inputmode = "numeric";
          if (node.valueType === "decimal") traits.inputmode = "decimal";
          const part = made(isLong ? "textarea" : "input", traits);
          part.addEventListener("input", () => give(node, () => write()));
          part.addEventListener("change", () => {
            touched.add(node.nodeId);
            follow();
          });
          function write() {
            const value = meant(node, part.value);
            if (node.valueType === "int" && value && !/^[-+]?\d+$/.test(value)) throw new RangeError(value);
            if (node.valueType === "decimal" && value && !/^[-+]?\d*\.?\d+$/.test(value)) throw new RangeError(value);
            node.setValue(value);
          }
          const follows = () => {
            part.readOnly = node.currentState.readonly;
            if (document.activeElement === part || broken.has(node.nodeId)) return;
            const text = shown(node);
            if (part.value !== text) part.value = text;
          };
          return { part, first: id, follow: follows };
        },
      };
    }

    function listed(node) {
      return {
        kind: "field",
        make(id) {
          const part = made("select", { id });
          part.addEventListener("change", () => {
            touched.add(node.nodeId);
            give(node, () => node.selectValue(part.value || null));
          });
          let drawn = "";
          const follows = () => {
            const options = node.currentState.valueOptions.map((one) => [one.value, said(one.label) || one.value]);
            const now = JSON.stringify(options);
            if (now !== drawn) {
              part.replaceChildren(made("option", { value: "" }, say.choose), ...options.map(([value, text]) => made("option", { value }, text)));
              drawn = now;
            }
            part.value = node.currentState.value[0] ?? "";
            part.disabled = node.currentState.readonly;
          };
          return { part, first: id, follow: follows };
        },
      };
    }

    function choices(node) {
      const isMany = node.selectType === "select";
      return {
        kind: "choices",
        make(id) {
          const part = made("div", { class: "choices" });
          const clear = made("button", { type: "button", class: "button quiet", hidden: true }, say.clear);
          clear.addEventListener("click", () => {
            give(node, () => node.selectValue(null));
            part.querySelector("input")?.focus();
          });
          let drawn = "";
          function choice(option, at) {
            const box = made("input", { type: isMany ? "checkbox" : "radio", name: id, value: option.value, id: at ? false : id });
            box.addEventListener("change", () => {
              touched.add(node.nodeId);
              const ticked = [...part.querySelectorAll("input:checked")].map((one) => one.value);
              give(node, () => (isMany ? node.selectValues(ticked) : node.selectValue(option.value)));
            });
            return made("label", {}, box, made("span", {}, said(option.label) || option.value));
          }
          const follows = () => {
            const options = node.currentState.valueOptions;
            const now = JSON.stringify(options.map((one) => [one.value, said(one.label)]));
            if (now !== drawn) {
              const named = [...options.filter((one) => !UNSAID.includes(one.value)), ...options.filter((one) => UNSAID.includes(one.value))];
              const rows = named.map(choice);
              const apart = named.findIndex((one) => UNSAID.includes(one.value));
              if (apart > 0) rows.splice(apart, 0, made("span", { class: "or" }, say.or));
              const focused = part.contains(document.activeElement) ? document.activeElement.value : null;
              part.replaceChildren(...rows);
              drawn = now;
              if (focused !== null) [...part.querySelectorAll("input")].find((one) => one.value === focused)?.focus();
            }
            for (const one of part.querySelectorAll("input")) {
              one.checked = node.isSelected(one.value);
              one.disabled = node.currentState.readonly;
            }
            clear.hidden = isMany || node.currentState.required || node.currentState.readonly || !node.currentState.value.length;
          };
          const whole = made("div", {}, part, clear);
          return { part: whole, first: id, follow: follows };
        },
      };
    }

    function agreed(node) {
      return {
        kind: "choices",
        make(id) {
          const box = made("input", { type: "checkbox", id });
          box.addEventListener("change", () => {
            touched.add(node.nodeId);
            give(node, () => node.setValue(box.checked));
          });
          const part = made("div", { class: "choices" }, made("label", {}, box, made("span", {}, say.agree)));
          return { part, first: id, follow: () => (box.checked = Boolean(node.currentState.value)) };
        },
      };
    }

    function question(node) {
      const isList = node.nodeType === "select" && node.selectType === "select1";
      const isLongList = isList && (node.currentState.valueOptions.length >= LISTED_FROM || node.appearances?.minimal);
      if (node.nodeType === "note") return told(node, false);
      if (NEEDS_A_PHONE.includes(node.nodeType) || GEO.includes(node.valueType)) return told(node, true);
      if (node.nodeType === "trigger") return asked(node, agreed(node));
      if (node.nodeType !== "select") return asked(node, typed(node));
      return asked(node, isLongList ? listed(node) : choices(node));
    }

    /** Words that ask nothing, or a question that this page cannot ask. */
    function told(node, needsPhone) {
      const words = made("p");
      const hint = made("p", { class: "hint" });
      const wrap = made("div", { class: "told" }, words, hint);
      if (needsPhone) wrap.append(made("p", { class: "note" }, say.needsPhone));
      parts.set(node.nodeId, () => {
        wrap.hidden = !node.currentState.relevant;
        put(words, said(node.currentState.label));
        put(hint, said(node.currentState.hint));
      });
      return wrap;
    }

    function section(node, depth) {
      const title = made(depth ? "h3" : "h2");
      const wrap = made(depth ? "div" : "section", depth ? {} : { class: "card" }, title);
      parts.set(node.nodeId, () => {
        wrap.hidden = !node.currentState.relevant || ![...wrap.children].some((one) => one !== title && !one.hidden);
        put(title, said(node.currentState.label));
      });
      return wrap;
    }

    /** A part that repeats: one block each time, with a button to add another. */
    function repeated(range, depth) {
      const wrap = made(depth ? "div" : "section", depth ? {} : { class: "card" });
      const title = made(depth ? "h3" : "h2");
      const rows = made("div", { class: "stack-cards" });
      const canAdd = range.nodeType === "repeat-range:uncontrolled";
      const add = made("button", { type: "button", class: "button" }, say.addAnother);
      add.addEventListener("click", () => {
        give(range, () => range.addInstances(range.currentState.children.length - 1, 1));
        rows.lastElementChild?.querySelector("input, select, textarea")?.focus();
      });
      wrap.append(title, rows, ...(canAdd ? [made("p", { class: "acts" }, add)] : []));
      const drawn = new Map();
      parts.set(range.nodeId, () => {
        const label = said(range.currentState.label);
        put(title, label);
        const there = new Set(range.currentState.children.map((row) => row.nodeId));
        for (const [key, held] of drawn) {
          if (there.has(key)) continue;
          for (const known of held.known) parts.delete(known);
          held.block.remove();
          drawn.delete(key);
        }
        range.currentState.children.forEach((row, index) => {
          const which = made("h3");
          if (!drawn.has(row.nodeId)) {
            const before = new Set(parts.keys());
            const block = made("div", { class: "asked-again", role: "group" }, which);
            below(row, block, depth + 2);
            const away = made("button", { type: "button", class: "button quiet" }, say.remove);
            away.addEventListener("click", () => {
              const at = range.currentState.children.findIndex((one) => one.nodeId === row.nodeId);
              give(range, () => range.removeInstances(at, 1));
              add.focus();
            });
            if (canAdd) block.append(away);
            rows.append(block);
            drawn.set(row.nodeId, { block, which, away, known: [...parts.keys()].filter((one) => !before.has(one)) });
            for (const one of drawn.get(row.nodeId).known) parts.get(one)();
          }
          const held = drawn.get(row.nodeId);
          const name = `${said(row.currentState.label) || label} · ${index + 1}`;
          put(held.which, name);
          held.block.setAttribute("aria-label", name);
          held.away.setAttribute("aria-label", `${say.remove}: ${name}`);
        });
        wrap.hidden = !range.currentState.relevant;
      });
      return wrap;
    }

    /** Draw everything inside a part; single questions on the first level stand on a card together. */
    function below(node, into, depth) {
      let loose = null;
      for (const child of node.currentState.children ?? []) {
        const kind = child.nodeType;
        if (kind === "model-value" || (depth === 0 && nameOf(child) === "subject")) continue;
        if (kind.startsWith("repeat-range")) into.append(repeated(child, depth));
        else if (kind === "group" || kind === "subtree") {
          const part = section(child, depth);
          const own = parts.get(child.nodeId);
          parts.delete(child.nodeId);
          below(child, part, depth + 1);
          parts.set(child.nodeId, own); // after what stands inside: whether anything is asked there
          into.append(part);
        } else {
          if (depth === 0 && !loose) into.append((loose = made("section", { class: "card" })));
          (loose ?? into).append(question(child));
          continue;
        }
        loose = null;
      }
    }

    below(root, box, 0);
    follow();

    return {
      follow,
      /** What keeps the form from being sent: the words, and the field to go to. */
      barriers() {
        everything = true;
        follow();
        return [...box.querySelectorAll(".field.wrong")]
          .filter((one) => !one.closest("[hidden]"))
          .map((one) => {
            const question = one.querySelector("legend > span, label > span").textContent;
            const told = one.querySelector(".error span").textContent;
            return { first: one.dataset.first, text: told === say.answerThis ? question : `${question} · ${told}` };
          });
      },
    };
  };

  /** Every question below a part, in order. */
  function* leaves(node) {
    for (const child of node.currentState.children ?? []) {
      if (child.currentState.children) yield* leaves(child);
      else yield child;
    }
  }

  globalThis.Sankofa.leaves = leaves;
  globalThis.Sankofa.nameOf = nameOf;
})();
