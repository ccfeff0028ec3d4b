// The top of the page and the key: how everything is, from one status.

import { byId, element, facts, isNews } from "./dom.js";
import { current, date, dateTime, text } from "./language.js";
import { problemAlert } from "./problem.js";

const WARN_DAYS = 60;
const BAD_DAYS = 14;
const COLOURS = { test: "accent", production: "danger" };
const FULL_DAYS = 3 * 365; // a virksomhetssertifikat lives three years

export function showStatus(status) {
  if (!isNews(byId("environment"), [current(), { ...status, now: undefined, tokens: undefined }])) {
    return;
  }
  showEnvironment(status);
  showProblems(status.problems);
  showKey(status);
  byId("version").textContent = status.version;
}

function showEnvironment({ environment, ready }) {
  const kind = environment?.class ?? "none";
  byId("environment").dataset.class = kind;
  byId("environment").dataset.color = COLOURS[kind] ?? "neutral";
  byId("environment").dataset.colorScheme = kind === "production" ? "light" : "auto"; // the dark one's red is a pink
  byId("environment-name").textContent = environment?.name ?? text("environment.none");
  const badge = byId("environment-class");
  badge.hidden = kind === "none";
  badge.dataset.color = kind === "production" ? "warning" : "info";
  badge.textContent = kind === "none" ? "" : text(`class.${kind}`);
  byId("environment-facts").textContent = environment?.issuer
    ? text("environment.facts", { issuer: environment.issuer, since: dateTime(environment.since) })
    : "";
  const readiness = byId("readiness");
  readiness.dataset.color = ready ? "success" : "danger";
  readiness.textContent = text(ready ? "ready.yes" : "ready.no");
}

function showProblems(problems) {
  byId("problems").hidden = problems.length === 0;
  byId("problem-list").replaceChildren(...problems.map((problem) => problemAlert(problem)));
}

function showKey({ hsm, key }) {
  const certificate = key?.certificate;
  byId("certificate").replaceChildren(certificate ? daysLeft(certificate.daysLeft) : noCertificate(key));
  facts(byId("key-facts"), [
    [text("key.holder"), certificate ? commonName(certificate.subject) : undefined],
    [text("key.organisation"), certificate?.organisationNumber],
    [text("key.issuer"), certificate ? commonName(certificate.issuer) : undefined],
    [text("key.validTo"), certificate ? date(certificate.notAfter) : undefined],
    [text("key.label"), key?.label],
    [text("key.kid"), key?.kid],
    [text("key.hsm"), hsm ? `${hsm.profile} – ${text(`hsm.${hsm.state}`)}` : undefined],
    [text("key.token"), hsm?.tokenLabel],
    [text("key.sha256"), certificate ? element("code", {}, certificate.sha256) : undefined],
  ]);
}

function noCertificate(key) {
  return element("p", { class: "quiet" }, text(key ? "key.unread" : "key.none"));
}

function daysLeft(days) {
  const colour = days < BAD_DAYS ? "danger" : days < WARN_DAYS ? "warning" : "success";
  return element(
    "div",
    { "data-color": colour },
    element("p", { class: "figure" }, element("strong", {}, String(Math.abs(days))), " ", text(days < 0 ? "key.expired" : "key.days")),
    element("meter", {
      min: "0",
      max: String(FULL_DAYS),
      low: String(WARN_DAYS),
      high: String(WARN_DAYS),
      optimum: String(FULL_DAYS),
      value: String(Math.max(0, days)),
      "aria-label": text("key.days"),
    }),
  );
}

/** The name by which people know a subject; the whole subject when it has none. */
function commonName(subject) {
  return /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(subject)?.[1].replace(/\\(.)/g, "$1") ?? subject;
}
