// The reader's language: the stored choice, otherwise the browser's. Loads the texts of each language once.

const STORAGE_KEY = "portnokkel-language";
const texts = {};
let language = "nb";

export function current() {
  return language;
}

/** Returns the text of a key, with {name} replaced by values.name. Returns the key itself when it has no text. */
export function text(key, values = {}) {
  const found = texts[language]?.[key] ?? key;
  return found.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

export function has(key) {
  return texts[language]?.[key] !== undefined;
}

export function dateTime(iso) {
  return withoutBreaks(new Date(iso).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" }));
}

export function date(iso) {
  return withoutBreaks(new Date(iso).toLocaleDateString(locale(), { dateStyle: "long" }));
}

function withoutBreaks(string) {
  return string.replaceAll(" ", "\u00a0");
}

function locale() {
  return language === "nb" ? "nb-NO" : "en-GB";
}

/** Shows the page in the reader's language. Calls onChange after the reader has chosen another one. */
export async function start(titleKey, onChange) {
  for (const choice of choices()) {
    choice.addEventListener("change", async () => {
      store(choice.value);
      await show(choice.value, titleKey);
      onChange();
    });
  }
  await show(storedChoice() ?? browserLanguage(), titleKey);
}

async function show(chosen, titleKey) {
  texts[chosen] ??= await (await fetch(new URL(`texts/${chosen}.json`, import.meta.url))).json();
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

function browserLanguage() {
  const first = navigator.languages?.[0] ?? navigator.language ?? "";
  return /^(nb|nn|no)\b/i.test(first) ? "nb" : "en";
}

function storedChoice() {
  try {
    const chosen = localStorage.getItem(STORAGE_KEY);
    return chosen === "nb" || chosen === "en" ? chosen : null;
  } catch {
    return null; // storage may be disabled; the choice then lasts until the page is closed
  }
}

function store(chosen) {
  try {
    localStorage.setItem(STORAGE_KEY, chosen);
  } catch {
    // storage may be disabled
  }
}
