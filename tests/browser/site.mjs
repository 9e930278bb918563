// What a browser has to say about the documentation: node site.mjs FOLDER
// Every page at a phone's and at a desktop's width: nothing is wider than the screen, and axe-core has no objection.
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { excess, launch, objections } from "./browser.mjs";

const folder = resolve(process.argv[2]);
const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
const faults = [];

const browser = await launch();
const page = await browser.newPage();
for (const name of pages)
  for (const width of [360, 1280]) {
    const fault = (what) => faults.push(`${name}, ${width}: ${what}`);
    await page.setViewport({ width, height: 900 });
    await page.goto(pathToFileURL(join(folder, name)).href);
    const beyond = await excess(page);
    if (beyond > 0) fault(`${beyond} pixels wider than the screen`);
    (await objections(page, "article")).forEach(fault); // the rest of a page is its theme's
  }
await browser.close();

faults.forEach((line) => console.error(line));
console.log(`${pages.length} pages of the site, ${faults.length} faults`);
process.exit(faults.length || !pages.length ? 1 : 0);
