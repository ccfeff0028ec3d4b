// Shows the status: active environment, problems, key and certificate.

import { byId, element, facts, hasChanged } from "./dom.js";
import { current, date, dateTime, text } from "./language.js";
import { problemAlert } from "./problem.js";

const WARN_DAYS = 60;
const CRITICAL_DAYS = 14;
const COLOURS = { test: "accent", production: "danger" };
const LIFETIME_DAYS = 3 * 365; // of a virksomhetssertifikat

export function showStatus(status) {
  if (!hasChanged(byId("environment"), [current(), { ...status, now: undefined, tokens: undefined }])) {
    return;
  }
  showEnvironment(status);
  showProblems(status.problems);
  showKey(status);
  byId("version").textContent = status.version;
}

function showEnvironment({ environment, ready }) {
  const environmentClass = environment?.class ?? "none";
  byId("environment").dataset.class = environmentClass;
  byId("environment").dataset.color = COLOURS[environmentClass] ?? "neutral";
  byId("environment").dataset.colorScheme = environmentClass === "production" ? "light" : "auto"; // the dark scheme's red is pink
  byId("environment-name").textContent = environment?.name ?? text("environment.none");
  const badge = byId("environment-class");
  badge.hidden = environmentClass === "none";
  badge.dataset.color = environmentClass === "production" ? "warning" : "info";
  badge.textContent = environmentClass === "none" ? "" : text(`class.${environmentClass}`);
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
  const colour = days < CRITICAL_DAYS ? "danger" : days < WARN_DAYS ? "warning" : "success";
  return element(
    "div",
    { "data-color": colour },
    element("p", { class: "figure" }, element("strong", {}, String(Math.abs(days))), " ", text(days < 0 ? "key.expired" : "key.days")),
    element("meter", {
      min: "0",
      max: String(LIFETIME_DAYS),
      low: String(WARN_DAYS),
      high: String(WARN_DAYS),
      optimum: String(LIFETIME_DAYS),
      value: String(Math.max(0, days)),
      "aria-label": text("key.days"),
    }),
  );
}

/** Returns the CN of a subject; the whole subject when it has none. */
export function commonName(subject) {
  return /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(subject)?.[1].replace(/\\(.)/g, "$1") ?? subject;
}
