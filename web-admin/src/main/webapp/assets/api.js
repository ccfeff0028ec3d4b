// The control room's JSON, in the reader's language. A refusal is thrown as the problem that it is.

import { current } from "./language.js";

const BASE = "api/v1/";

export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** What the page asks for by itself; it does not keep a session alive. */
export function look(address) {
  return ask("GET", address, undefined, { "Portnokkel-Background": "1" });
}

export function get(address) {
  return ask("GET", address);
}

export function post(address, body) {
  return ask("POST", address, body);
}

export function remove(address) {
  return ask("DELETE", address);
}

async function ask(method, address, body, more = {}) {
  const headers = { "Accept-Language": current(), Accept: "application/json", ...more };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  const answer = await fetch(BASE + address, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status === 401) {
    window.location.assign("login");
  }
  const read = answer.status === 204 ? undefined : await answer.json();
  if (!answer.ok) {
    throw new Refused(read);
  }
  return read;
}
