// Elements without a framework. Text is always text, never markup.

export function byId(id) {
  return document.getElementById(id);
}

/** Makes an element; attributes with the value false or undefined are left out, "on…" are listeners. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

/** Fills a definition list; pairs without a value are left out. */
export function facts(list, pairs) {
  list.replaceChildren(
    ...pairs
      .filter(([, value]) => value !== undefined && value !== "")
      .flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]),
  );
}

const shown = new WeakMap();

/** Whether this element was last filled from other data: what has not changed keeps its focus and its place. */
export function isNews(target, data) {
  const now = JSON.stringify(data);
  if (shown.get(target) === now) {
    return false;
  }
  shown.set(target, now);
  return true;
}
