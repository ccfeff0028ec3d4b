// The form to stop a key, and the report of what was done, with the letters to be sent.

import { byId, element, hasChanged, stackingTable } from "./dom.js";
import { current, text } from "./language.js";
import { failure, progress } from "./problem.js";
import { post } from "./api.js";
import { tag } from "./decisions.js";
import { keyRequest } from "./key-proposal.js";

const STEPS = ["stopped", "nothing-under-way", "stored", "all-nodes"];
const LANGUAGES = { nb: "no", en: "en" }; // of the page, and of the texts in the answer

let report;

/** Shows the form. Calls refreshPage after a stop. */
export function offerKeyStop(refreshPage) {
  const form = byId("key-stop-form");
  byId("key-stop").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = byId("key-stop-result");
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    result.replaceChildren(progress(text("keyStop.working")));
    try {
      report = await post("key-changes", keyRequest(form, "stop"));
      form.reset();
      result.replaceChildren();
      showStopReport();
      byId("key-stop-report").focus();
      await refreshPage();
    } catch (error) {
      result.replaceChildren(failure(error, "h3"));
    } finally {
      button.disabled = false;
    }
  });
}

/** Shows the report of the last stop in the reader's language; it stays until the page is left. */
export function showStopReport() {
  if (report && hasChanged(byId("key-stop-report"), [current(), report])) {
    const lead = element("p", {}, text("keyStop.letters"));
    const lines = [steps(), followers(), successors(), lead, ...Object.entries(report.letters).map(([to, texts]) => letter(to, texts))];
    byId("key-stop-report").replaceChildren(
      element("h3", { class: "ds-heading", "data-size": "sm" }, text("keyStop.done", { label: report.label })),
      ...lines.filter(Boolean),
    );
  }
}

function steps() {
  const columns = [text("keyStop.step"), text("keyStop.time")];
  const times = new Map(report.steps.map(({ step, millis }) => [step, millis]));
  return stackingTable(
    element("caption", { class: "ds-sr-only" }, text("keyStop.report")),
    columns,
    STEPS.map((step) => element(
      "tr",
      {},
      element("th", { scope: "row" }, text(`keyStop.step.${step}`)),
      element("td", { "data-column": columns[1] }, times.has(step)
        ? tag(text("keyStop.after", { seconds: seconds(times.get(step)) }), "success")
        : tag(text("keyStop.notDone"), "warning")),
    )),
  );
}

function seconds(millis) {
  const locale = current() === "nb" ? "nb-NO" : "en-GB";
  return (millis / 1000).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 3 });
}

function followers() {
  return report.waitingFor.length > 0
    ? element("p", { class: "ds-alert", "data-color": "warning" }, text("keyStop.waitingFor", { nodes: report.waitingFor.join(", ") }))
    : undefined;
}

function successors() {
  if (report.takenOver.length === 0) {
    return element("p", { class: "ds-alert", "data-color": "warning" }, text("keyStop.noneTookOver"));
  }
  const clients = report.takenOver.map(({ client, label }) => element("li", { class: "wrap" }, text("keyStop.tookOver", { client, label })));
  return element("ul", { class: "history" }, ...clients);
}

function letter(to, texts) {
  const own = current();
  const other = own === "nb" ? "en" : "nb";
  return element(
    "div",
    { class: "stack" },
    ...letterText(to, own, texts, text(`keyStop.letter.${to}`)),
    element("details", { class: "ds-details" },
      element("summary", {}, text(`keyStop.letterIn.${other}`), element("span", { class: "ds-sr-only" }, `: ${text(`keyStop.letter.${to}`)}`)),
      element("div", { class: "stack" }, ...letterText(to, other, texts, text(`keyStop.letterIn.${other}`)))),
  );
}

function letterText(to, language, texts, label) {
  const id = `letter-${to}-${language}`;
  const content = texts[LANGUAGES[language]];
  const field = element("textarea", { id, class: "ds-input letter", lang: language, readonly: true, rows: content.split("\n").length + 2 });
  const copied = element("span", { class: "quiet", role: "status" });
  field.value = content;
  return [
    element("div", { class: "ds-field" }, element("label", { class: "ds-label", for: id }, label), field),
    element("div", { class: "row" }, copyButton(field, copied, `${text(`keyStop.letter.${to}`)}, ${language}`), copied),
  ];
}

function copyButton(field, copied, about) {
  return element("button", {
    type: "button",
    class: "ds-button",
    "data-color": "accent",
    "data-variant": "secondary",
    onclick: async () => {
      copied.textContent = text((await copy(field)) ? "keyStop.copied" : "keyStop.copyFailed");
    },
  }, text("keyStop.copy"), element("span", { class: "ds-sr-only" }, `: ${about}`));
}

/** Copies the text, which stays selected: without https a browser may not write to the clipboard. */
async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
