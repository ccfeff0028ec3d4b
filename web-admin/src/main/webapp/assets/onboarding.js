// The page contains the guide in both languages; this script shows the one in the reader's language.

import { current, start } from "./language.js";

function showArticle() {
  for (const article of document.querySelectorAll("article[lang]")) {
    article.hidden = article.lang !== current();
  }
}

await start("onboarding.title", showArticle);
showArticle();
