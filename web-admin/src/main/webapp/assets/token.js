// The last token with its remaining lifetime by the server's clock, and the trial of a token.

import { byId, element, facts, hasChanged } from "./dom.js";
import { current, text } from "./language.js";
import { failure, progress, success } from "./problem.js";
import { post } from "./api.js";

let lastGrant;
let clockOffset = 0;

export function showToken(status) {
  clockOffset = Date.now() - Date.parse(status.now);
  lastGrant = status.tokens.lastGrant;
  if (hasChanged(byId("token"), [current(), status.tokens])) {
    byId("token").replaceChildren(...(lastGrant ? tokenParts(lastGrant) : [noToken()]), counts(status.tokens));
  }
  countDown();
}

function noToken() {
  return element("p", { class: "quiet" }, text("token.none"));
}

function counts(tokens) {
  return element("p", { class: "quiet" }, text("token.counts", tokens));
}

function tokenParts(grant) {
  const list = element("dl", { class: "facts" });
  facts(list, [
    [text("trial.scope"), grant.scope],
    [text("token.environment"), grant.environment],
  ]);
  return [
    element(
      "div",
      { "data-color": "accent" },
      element("p", { class: "figure" }, element("strong", { id: "lifetime-text" })),
      element("progress", { id: "lifetime-left", "aria-label": text("token.leftLabel") }),
    ),
    list,
    claims(grant.claims),
  ];
}

export function claims(values) {
  const list = element("dl", { class: "facts" });
  facts(list, Object.entries(values).map(([name, value]) => [element("code", {}, name), element("code", {}, displayed(name, value))]));
  return element("details", { class: "ds-details" }, element("summary", {}, text("token.claims")), list);
}

function displayed(name, value) {
  if ((name === "exp" || name === "iat") && typeof value === "number") {
    return `${value} (${new Date(value * 1000).toLocaleTimeString(current() === "nb" ? "nb-NO" : "en-GB")})`;
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Updates the remaining lifetime; called once a second. */
export function countDown() {
  const bar = byId("lifetime-left");
  if (!lastGrant || !bar) {
    return;
  }
  const end = Date.parse(lastGrant.expiresAt);
  const lifetime = end - Date.parse(lastGrant.at);
  const left = Math.max(0, end - (Date.now() - clockOffset));
  bar.max = lifetime;
  bar.value = left;
  byId("lifetime-text").textContent =
    left > 0 ? text("token.left", { seconds: Math.ceil(left / 1000) }) : text("token.expired");
}

/** Shows the trial form to an operator. Calls onDone after each trial. */
export function offerTrial(onDone) {
  byId("trial").hidden = false;
  const form = byId("trial-form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = byId("trial-result");
    const button = form.querySelector("button");
    button.disabled = true;
    result.replaceChildren(progress(text("trial.working")));
    try {
      const trial = await post("tokens/trial", { scope: form.elements.scope.value, fresh: form.elements.fresh.checked });
      await onDone();
      const shownAbove = JSON.stringify(trial.claims) === JSON.stringify(lastGrant?.claims);
      result.replaceChildren(success(outcome(trial)), ...(shownAbove ? [] : [claims(trial.claims)]));
    } catch (error) {
      result.replaceChildren(failure(error, "h3"));
    } finally {
      button.disabled = false;
    }
  });
}

function outcome(trial) {
  return text(trial.cached ? "trial.cached" : "trial.fetched", {
    sign: trial.timings.signMillis,
    exchange: trial.timings.exchangeMillis,
    seconds: trial.expiresIn,
  });
}
