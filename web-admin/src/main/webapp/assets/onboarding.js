import { showArticles } from "./articles.js";

await showArticles("onboarding.title");
