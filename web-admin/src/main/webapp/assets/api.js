// Calls the JSON API in the reader's language. An error response is thrown as a Rejection with its problem.

import { current } from "./language.js";

const BASE = "api/v1/";

export class Rejection extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Gets data without a user's action; does not extend the session. */
export function poll(address) {
  return send("GET", address, undefined, { "Portnokkel-Background": "1" });
}

export function get(address) {
  return send("GET", address);
}

export function post(address, body) {
  return send("POST", address, body);
}

export function remove(address) {
  return send("DELETE", address);
}

async function send(method, address, body, extraHeaders = {}) {
  const headers = { "Accept-Language": current(), Accept: "application/json", ...extraHeaders };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  const response = await fetch(BASE + address, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.status === 401) {
    window.location.assign("login");
  }
  const content = response.status === 204 ? undefined : await response.json();
  if (!response.ok) {
    throw new Rejection(content);
  }
  return content;
}
