// The change log, judged for this server.

import { byId, element, isNews } from "./dom.js";
import { current, date, text } from "./language.js";

export function showChanges(entries) {
  if (isNews(byId("changes"), [current(), entries])) {
    byId("changes").replaceChildren(...entries.map(change));
  }
}

function change(entry) {
  const language = current() === "nb" ? "no" : "en";
  return element(
    "li",
    { class: "change" },
    element("div", { class: "change-head" },
      element("time", { datetime: entry.date }, date(entry.date)),
      element("span", { class: `badge ${entry.judgement}` }, text(`judgement.${entry.judgement}`))),
    element("div", {},
      element("h3", {}, entry.title[language]),
      element("p", {}, entry.text[language]),
      element("p", { class: "hint" }, entry.why, " ",
        element("a", { href: entry.source, rel: "noreferrer", target: "_blank" }, text("changes.source"), element("span", { class: "unseen" }, `: ${entry.title[language]}`)))),
  );
}
