// Both languages are in the page; the reader sees one.

import { current, start } from "./language.js";

function showOne() {
  for (const article of document.querySelectorAll("article[lang]")) {
    article.hidden = article.lang !== current();
  }
}

await start("onboarding.title", showOne);
showOne();
