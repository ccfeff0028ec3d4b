import { showArticles } from "./articles.js";

await showArticles("signIn.title");
