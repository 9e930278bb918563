// What a browser has to say about pages: node check.mjs PAGE [FOLDER FOR PICTURES]
// The page, and every page of the same folder that links lead to from it, at phone, tablet and desktop width, light and
// dark, and on paper: no console message, no request to anywhere, every link leads somewhere, nothing is wider than the
// screen, the keyboard gets everywhere, a search finds what there is, and axe-core has no objection.
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PATIENCE, excess, launch, objections } from "./browser.mjs";

const first = resolve(process.argv[2]);
const pictures = process.argv[3];
const LARGEST = 1.5e6; // bytes of a page
const WIDTHS = { narrow: 360, phone: 390, tablet: 768, desktop: 1280 };
const faults = [];

const browser = await launch();
async function blank() {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  return page;
}

/** A page at its least demanding, for questions about what it holds. */
async function opened(path, width = 1280) {
  const page = await blank();
  await page.setViewport({ width, height: 900 });
  await page.goto(pathToFileURL(path).href);
  return page;
}

async function looks(path, fault, folder) {
  for (const [device, width] of Object.entries(WIDTHS)) {
    for (const scheme of ["light", "dark"]) {
      const where = `${device}, ${scheme}`;
      const page = await blank();
      page.on("console", (message) => fault(where, `console: ${message.text()}`));
      page.on("pageerror", (error) => fault(where, `script: ${error.message}`));
      page.on("request", (request) => {
        if (!/^(file|data):/.test(request.url())) fault(where, `request to ${request.url()}`);
      });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.setViewport({ width, height: 900 });
      await page.goto(pathToFileURL(path).href);
      if (folder) await page.screenshot({ path: join(folder, `${device}-${scheme}.png`) });
      const closed = await excess(page);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
      const beyond = Math.max(closed, await excess(page));
      if (beyond > 0) fault(where, `${beyond} pixels wider than the screen`);
      for (const objection of await objections(page)) fault(where, objection);
      await page.close();
    }
  }
}

/** The pages that links of this one lead to; each link has to lead somewhere. */
async function links(path, fault) {
  const page = await opened(path);
  const found = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((a) => a.href));
  await page.close();
  if (!found.length) fault("links", "there are none");
  const targets = new Set();
  for (const link of new Set(found)) {
    if (!link.startsWith("file:")) continue;
    const url = new URL(link);
    url.search = "";
    const target = fileURLToPath(url).replace(/#.*$/, "");
    if (!existsSync(target)) fault("links", `${link} leads nowhere`);
    else if (target.endsWith(".html")) {
      targets.add(target);
      const id = decodeURIComponent(url.hash.slice(1));
      if (id && !idsOf(target).has(id)) fault("links", `${link} leads nowhere`);
    }
  }
  return { count: found.length, targets };
}

/** What can be linked to on a page. */
const idsOf = (path) => new Set([...readFileSync(path, "utf8").matchAll(/\sid="([^"]*)"/g)].map((found) => found[1]));

async function keyboard(path, fault) {
  const page = await opened(path);
  await page.keyboard.press("Tab");
  const stop = await page.evaluate(() => document.activeElement.getAttribute("href"));
  if (!stop?.startsWith("#")) fault("keyboard", "the first stop is not a link past the heading");
  const stops = await page.evaluate(
    () => document.querySelectorAll("a[href], summary, button, input, [tabindex='0']").length);
  const tall = await page.evaluate(() => document.documentElement.scrollHeight > 3 * window.innerHeight);
  const seen = new Set([0]);
  for (let i = 0; i < stops; i++) {
    seen.add(await page.evaluate(() => window.scrollY));
    await page.keyboard.press("Tab");
  }
  if (tall && seen.size < 3) fault("keyboard", `of ${stops} stops hardly any is reached`);
  await page.close();
  return stops;
}

/** A word of the last claim finds it and not all; nonsense finds nothing; what another page asks for is looked for here. */
async function search(path, fault) {
  const page = await opened(path);
  const field = await page.$("input[type=search]");
  if (field) {
    const shown = () => page.evaluate(() => [...document.querySelectorAll(".all > li:not([hidden])")].map((e) => e.id));
    if ((await shown()).length) {
      const all = await shown();
      await field.type(all.at(-1));
      const some = await shown();
      if (!some.includes(all.at(-1))) fault("search", `${all.at(-1)} is not found`);
      if (all.length > 1 && some.length === all.length) fault("search", "it leaves nothing out");
      await field.type(" no-such-word");
      if ((await shown()).length) fault("search", "nonsense is found");
    } else {
      await field.type("lambda");
      await Promise.all([page.waitForNavigation({ timeout: PATIENCE }), page.keyboard.press("Enter")]);
      const asked = await page.evaluate(() => [document.querySelector("input[type=search]")?.value, document.querySelector("output")?.textContent]);
      if (asked[0] !== "lambda" || !/^\d+ of \d+ claims$/.test(asked[1])) fault("search", `it leads to ${page.url()}`);
    }
  }
  await page.close();
}

async function print(path, fault, folder) {
  const page = await opened(path);
  const options = { path: folder && join(folder, "print.pdf"), format: "A4", timeout: PATIENCE };
  if ((await page.pdf(options)).length < 1000) fault("print", "an empty document");
  await page.close();
}

const todo = [first];
for (const path of todo) {
  const name = path === first ? "" : basename(path, ".html");
  const fault = (where, what) => faults.push(`${basename(path)}: ${where}: ${what}`);
  const folder = pictures && join(pictures, name);
  if (folder) mkdirSync(folder, { recursive: true });
  if (statSync(path).size > LARGEST) fault("page", `larger than ${LARGEST} bytes`);
  await looks(path, fault, folder);
  const { count, targets } = await links(path, fault);
  for (const target of targets)
    if (!todo.includes(target) && target.startsWith(dirname(first) + sep)) todo.push(target);
  const stops = await keyboard(path, fault);
  await search(path, fault);
  await print(path, fault, folder);
  console.log(`${path}: ${count} links, ${stops} keyboard stops, ${faults.length} faults so far`);
}
await browser.close();

faults.forEach((line) => console.error(line));
console.log(`${todo.length} pages, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
