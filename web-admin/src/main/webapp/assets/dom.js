// Creates DOM elements without a framework. Text is always inserted as text, never as markup.

export function byId(id) {
  return document.getElementById(id);
}

/** Creates an element. Attributes with the value false or undefined are left out; "on…" attributes are event listeners. */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      created.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== false) {
      created.setAttribute(key, value === true ? "" : value);
    }
  }
  created.append(...children.filter((child) => child !== undefined && child !== null));
  return created;
}

/** Fills a definition list. Pairs without a value are left out. */
export function facts(list, pairs) {
  list.replaceChildren(
    ...pairs
      .filter(([, value]) => value !== undefined && value !== "")
      .flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]),
  );
}

const rendered = new WeakMap();

/** Returns whether the data differ from those the element was last filled with. Unchanged elements keep their focus. */
export function hasChanged(target, data) {
  const now = JSON.stringify(data);
  if (rendered.get(target) === now) {
    return false;
  }
  rendered.set(target, now);
  return true;
}

/**
 * Returns a table that becomes a list on narrow screens, where the attribute data-column of a cell is its label.
 * @param caption the caption element
 * @param columns texts
 */
export function stackingTable(caption, columns, rows, kind = "") {
  return element(
    "table",
    { class: `ds-table stacks ${kind}`.trim(), "data-color": "neutral" },
    caption,
    element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))),
    element("tbody", {}, ...rows),
  );
}
