// What a browser has to say about a page: node check.mjs PAGE [FOLDER FOR PICTURES]
// At phone, tablet and desktop width, light and dark, and on paper: no console message, no request to anywhere, every
// link leads somewhere, nothing is wider than the screen, the keyboard gets everywhere, and axe-core has no objection.
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const page_path = resolve(process.argv[2]);
const pictures = process.argv[3];
const LARGEST = 3e6; // bytes of a page
const WIDTHS = { narrow: 360, phone: 390, tablet: 768, desktop: 1280 };
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

if (!CHROMIUM) throw new Error("chromium is not installed");
if (statSync(page_path).size > LARGEST) fault("page", `larger than ${LARGEST} bytes`);
if (pictures) mkdirSync(pictures, { recursive: true });

// the page is our own and comes from this disk, so that the sandbox, which root cannot use, protects nothing
const browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
for (const [device, width] of Object.entries(WIDTHS)) {
  for (const scheme of ["light", "dark"]) {
    const where = `${device}, ${scheme}`;
    const page = await browser.newPage();
    page.on("console", (message) => fault(where, `console: ${message.text()}`));
    page.on("pageerror", (error) => fault(where, `script: ${error.message}`));
    page.on("request", (request) => {
      if (!/^(file|data):/.test(request.url())) fault(where, `request to ${request.url()}`);
    });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width, height: 900 });
    await page.goto(pathToFileURL(page_path).href);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) fault(where, `${wide} pixels wider than the screen`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of violations) fault(where, `axe ${v.id} (${v.impact}), ${v.nodes.length} times: ${v.nodes[0].html}`);
    if (pictures) await page.screenshot({ path: join(pictures, `${device}-${scheme}.png`) });
    await page.close();
  }
}

const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 900 });
await page.goto(pathToFileURL(page_path).href);
const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href")));
const ids = new Set(await page.evaluate(() => [...document.querySelectorAll("[id]")].map((e) => e.id)));
for (const link of new Set(links)) {
  if (link.startsWith("#") ? !ids.has(decodeURIComponent(link.slice(1)))
    : !link.includes("://") && !existsSync(join(dirname(page_path), link))) fault("links", `${link} leads nowhere`);
}
if (!links.length) fault("links", "there are none");

await page.keyboard.press("Tab");
const first = await page.evaluate(() => document.activeElement.getAttribute("href"));
if (!first?.startsWith("#")) fault("keyboard", "the first stop is not a link past the heading");
const stops = await page.evaluate(() => document.querySelectorAll("a[href], summary, button, [tabindex='0']").length);
const seen = new Set([0]);
for (let i = 0; i < stops; i++) {
  seen.add(await page.evaluate(() => window.scrollY));
  await page.keyboard.press("Tab");
}
if (seen.size < 3) fault("keyboard", `of ${stops} stops hardly any is reached`);
const print = { path: pictures && join(pictures, "print.pdf"), format: "A4" };
if ((await page.pdf(print)).length < 1000) fault("print", "an empty document");
await browser.close();

console.log(`${page_path}: ${links.length} links, ${stops} keyboard stops, ${faults.length} faults`);
faults.forEach((line) => console.error(line));
process.exit(faults.length ? 1 : 0);
