// <event-list>: events out of the JSON feed of the site that serves this file. Attributes and styles: docs/partners.md.

const FILTERS = ["type", "topic", "language", "series", "person", "kind"];
const STYLE = new CSSStyleSheet(); // Policies of pages that forbid inline styles let it pass.
STYLE.replaceSync(`
:host { display: block }
:host([hidden]) { display: none }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: var(--event-list-gap, 1em) }
li { padding-inline-start: .75em; border-inline-start: 3px solid var(--event-list-accent, currentColor); overflow-wrap: anywhere }
p { margin: 0 }
a { color: var(--event-list-link, inherit) }
[part=title] { font-weight: 600 }
[part=time], [part=people] { color: var(--event-list-muted, inherit) }
[part=note] { color: var(--event-list-note, inherit) }
`);
const WORDS = {
  loading: "Loading events…",
  empty: "There are no events to show.",
  error: "The events could not be loaded.",
  aoe: "AoE (Anywhere on Earth)",
  was: "was",
  cancelled: "Cancelled",
  postponed: "Postponed",
  tentative: "Tentative",
  moved_online: "Moved online",
  extended: "Extended",
  advanced: "Brought forward",
  corrected: "Corrected",
  rescheduled: "Rescheduled",
};

// Texts are added as text and never become markup.
function make(name, part, ...content) {
  const element = document.createElement(name);
  if (part) element.part = part;
  element.append(...content);
  return element;
}

// Pages say `en_US`, and worse.
function findLocale(lang) {
  try {
    return Intl.getCanonicalLocales(lang.replace("_", "-"))[0];
  } catch {
    return "en-GB";
  }
}

const beginning = (event) => event.deadline || event.start || event.startDate;

function isOver(event, now) {
  const end = event.deadline || event.end;
  if (end) return new Date(end) <= now;
  const last = event.endDate || event.startDate;
  if (!last) return now - new Date(event.start) >= HOUR; // Its end is not announced.
  // Swedish writes days as ISO 8601 does. Without a zone, a day ends where it ends last.
  return last < now.toLocaleDateString("sv", { timeZone: event.timeZone || "Etc/GMT+12" });
}

// The next first; of those that are over, the latest. What has no day yet is left out.
function choose(items, when, limit) {
  const now = new Date();
  const order = when === "past" ? -1 : 1;
  const start = (item) => new Date(beginning(item._event));
  return items
    .filter(({ _event }) => beginning(_event) && (when === "all" || isOver(_event, now) === (when === "past")))
    .sort((a, b) => order * (start(a) - start(b)))
    .slice(0, limit);
}

function write(first, last, lang, options) {
  return new Intl.DateTimeFormat(lang, options).formatRange(new Date(first), new Date(last));
}

const HOUR = 3600000;
const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };

// Browsers may be older than a zone; all know UTC.
function knownZone(timeZone = "UTC") {
  try {
    return Intl.DateTimeFormat("en", { timeZone }) && timeZone;
  } catch {
    return "UTC";
  }
}

function writeTime(event, lang) {
  const at = event.deadline || event.start;
  if (!at) return write(event.startDate, event.endDate || event.startDate, lang, DAY);
  const isAoE = event.deadlineZone === "AoE";
  const timeZone = isAoE ? "Etc/GMT+12" : knownZone(event.deadlineZone || event.timeZone);
  const options = { ...DAY, hour: "2-digit", minute: "2-digit", timeZone, ...(!isAoE && { timeZoneName: "short" }) };
  const text = write(at, (!event.deadline && event.end) || at, lang, options);
  return text + (isAoE ? ` ${WORDS.aoe}` : "") + (event.endDate ? ` – ${write(event.endDate, event.endDate, lang, DAY)}` : "");
}

// What became of it: “Extended (was 5 November, 23:59)”. Former values are local, as far as they were known.
function writeNews({ status, previous }, lang) {
  const { kind, old } = previous?.[0] || {};
  const [day, time] = old?.split("T") || [];
  const isNews = kind !== status && WORDS[kind] && day;
  const was = isNews && write(day, day, lang, { day: "numeric", month: "long", timeZone: "UTC" });
  const change = isNews && `${WORDS[kind]} (${WORDS.was} ${was}${time ? `, ${time.slice(0, 5)}` : ""})`;
  return [WORDS[status], change].filter(Boolean).join(" · ");
}

function makeItem(item, lang) {
  const { _event: event, url } = item;
  // Titles begin with the word for what was called off, which is said below.
  const isOff = ["cancelled", "postponed"].includes(event.status);
  const text = isOff ? make("s", "", item.title.replace(/^.*?: /, "")) : item.title;
  const isLink = /^https?:/i.test(url);
  const title = make(isLink ? "a" : "span", "title", text);
  if (isLink) title.href = url;
  title.lang = item.language || lang;
  const time = make("time", "time", writeTime(event, lang));
  time.dateTime = beginning(event);
  const lines = [title, time];
  const news = writeNews(event, lang);
  if (news) lines.push(make("strong", "note", news));
  if (item.authors) lines.push(make("span", "people", item.authors.map(({ name }) => name).join(", ")));
  return make("li", "item", ...lines.map((line) => make("div", "", line)));
}

class EventList extends HTMLElement {
  static observedAttributes = ["event", "when", "limit", "lang", ...FILTERS];
  #place = make("div");
  #loading;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [STYLE];
    root.append(this.#place);
  }

  connectedCallback() {
    this.#load();
  }

  disconnectedCallback() {
    this.#loading?.abort();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#load();
  }

  get feed() {
    const url = new URL(`/feeds/${encodeURIComponent(this.getAttribute("event") || "events")}.json`, import.meta.url);
    for (const name of FILTERS)
      for (const value of this.getAttribute(name)?.match(/[^\s,]+/g) || []) url.searchParams.append(name, value);
    return url;
  }

  async #load() {
    this.#loading?.abort();
    const { signal } = (this.#loading = new AbortController());
    this.#say("status", WORDS.loading);
    try {
      await null; // Attributes that are set together are read together.
      signal.throwIfAborted();
      const response = await fetch(this.feed, { signal, credentials: "omit" });
      if (!response.ok) throw new Error(await response.text());
      this.#show(await response.json());
    } catch (error) {
      if (signal.aborted) return;
      console.warn("event-list:", error.message);
      this.#say("error", WORDS.error);
    }
  }

  // Above what the page itself offers.
  #say(part, text) {
    const message = make("p", part, text);
    message.role = "status";
    this.#place.replaceChildren(message, make("slot"));
  }

  #show({ items, title }) {
    const chosen = choose(items, this.getAttribute("when") || "upcoming", this.getAttribute("limit") || 10);
    if (!chosen.length) return this.#say("empty", WORDS.empty);
    const lang = this.closest("[lang]")?.lang || "en";
    const list = make("ul", "list", ...chosen.map((item) => makeItem(item, findLocale(lang === "en" ? "en-GB" : lang))));
    list.role = "list"; // Safari takes it from lists without bullets.
    list.ariaLabel = this.ariaLabel || title;
    this.#place.replaceChildren(list);
  }
}

customElements.define("event-list", EventList);
