// The change log: one line for each change and its status on this server, with details on request.

import { byId, element, hasChanged } from "./dom.js";
import { current, date, text } from "./language.js";

const COLOURS = { done: "success", due: "warning", overdue: "danger", information: "info" };

export function showChanges(entries) {
  if (hasChanged(byId("changes"), [current(), entries])) {
    byId("changes").replaceChildren(...entries.map(change));
  }
}

function change(entry) {
  const language = current() === "nb" ? "no" : "en";
  return element(
    "details",
    { class: "ds-details" },
    element("summary", {},
      element("span", { class: "change-title" }, entry.title[language]),
      element("span", { class: "ds-tag", "data-color": COLOURS[entry.judgement] ?? "neutral" }, text(`judgement.${entry.judgement}`))),
    element("div", { class: "stack" },
      element("p", {}, entry.text[language]),
      element("p", { class: "quiet" }, element("time", { datetime: entry.date }, date(entry.date)), ". ", entry.why, " ",
        element("a", { class: "ds-link", href: entry.source, rel: "noreferrer", target: "_blank" }, text("changes.source"), element("span", { class: "ds-sr-only" }, `: ${entry.title[language]}`)))),
  );
}
