// The reader's language: remembered, else the browser's. One file of texts a language, with the same keys.

const REMEMBERED = "portnokkel-language";
const texts = {};
let language = "nb";

export function current() {
  return language;
}

/** Returns the text of a key, with {name} replaced by values.name; a key without a text is shown as it is. */
export function text(key, values = {}) {
  const found = texts[language]?.[key] ?? key;
  return found.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

export function has(key) {
  return texts[language]?.[key] !== undefined;
}

export function dateTime(iso) {
  return unbroken(new Date(iso).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" }));
}

export function date(iso) {
  return unbroken(new Date(iso).toLocaleDateString(locale(), { dateStyle: "long" }));
}

function unbroken(words) {
  return words.replaceAll(" ", "\u00a0");
}

function locale() {
  return language === "nb" ? "nb-NO" : "en-GB";
}

/** Shows the page in the reader's language, and again (with whenChanged) whenever the reader chooses another. */
export async function start(titleKey, whenChanged) {
  for (const choice of choices()) {
    choice.addEventListener("change", async () => {
      remember(choice.value);
      await show(choice.value, titleKey);
      whenChanged();
    });
  }
  await show(remembered() ?? ofBrowser(), titleKey);
}

async function show(chosen, titleKey) {
  texts[chosen] ??= await (await fetch(`assets/texts/${chosen}.json`)).json();
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = text(titleKey);
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = text(element.dataset.text);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(element.dataset.label));
  }
  for (const choice of choices()) {
    choice.checked = choice.value === chosen;
  }
}

function choices() {
  return document.querySelectorAll("input[name=language]");
}

function ofBrowser() {
  const first = navigator.languages?.[0] ?? navigator.language ?? "";
  return /^(nb|nn|no)\b/i.test(first) ? "nb" : "en";
}

function remembered() {
  try {
    const chosen = localStorage.getItem(REMEMBERED);
    return chosen === "nb" || chosen === "en" ? chosen : null;
  } catch {
    return null; // storage may be forbidden; then the choice lasts as long as the page
  }
}

function remember(chosen) {
  try {
    localStorage.setItem(REMEMBERED, chosen);
  } catch {
    // as above
  }
}
