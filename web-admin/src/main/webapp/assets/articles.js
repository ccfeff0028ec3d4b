// A page that contains its text in both languages: shows the article in the reader's language.

import { current, start } from "./language.js";

function showArticle() {
  for (const article of document.querySelectorAll("article[lang]")) {
    article.hidden = article.lang !== current();
  }
}

export async function showArticles(titleKey) {
  await start(titleKey, showArticle);
  showArticle();
}
